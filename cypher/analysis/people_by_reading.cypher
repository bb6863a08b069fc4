// The people of a run who come first by a reading.
// $run (string, "20240101T000000"): id of the run
// $reading (string, "pagerank"): pagerank, betweenness, harmonic, degree or another property of SCORED
// $lowest (boolean, false): whether the lowest come first
// $cluster (integer, null): only people of the cluster with this number
// $ranked_only (boolean, true): whether to leave our own people out
// $limit (integer, 50): how many people
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(p:Person)
WHERE ($cluster IS NULL OR s.cluster = $cluster) AND (NOT $ranked_only OR s.rank IS NOT NULL) AND s[$reading] IS NOT NULL
WITH p, s, CASE WHEN $lowest THEN -s[$reading] ELSE s[$reading] END AS score
ORDER BY score DESC, p.key
LIMIT $limit
CALL {
  WITH p
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title,
       CASE WHEN p:Employee THEN 'employee' ELSE 'contact' END AS kind, coalesce(p.opted_out, false) AS opted_out,
       account.name AS account, account.id AS account_id, s.rank AS rank, s.cluster AS cluster,
       s.pagerank AS pagerank, s.betweenness AS betweenness, s.harmonic AS harmonic, s.degree AS degree,
       s.strength AS strength, s.x AS x, s.y AS y,
       s.core AS core, s.constraint AS constraint, s.reach AS reach, s.reach_error AS reach_error, s.seed AS seed,
       s.seed_reach AS seed_reach, s.referred AS referred, s.referred_won AS referred_won,
       s.downstream AS downstream, s.downstream_won AS downstream_won, s.downstream_revenue AS downstream_revenue,
       s.referral_depth AS referral_depth, s.second_cluster AS second_cluster, s.second_share AS second_share
ORDER BY score DESC, key
