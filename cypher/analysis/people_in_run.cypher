// What a map shows of some people, with their readings in a run where they have some.
// $run (string, "20240101T000000"): id of the run
// $keys (string list, ["contact:1"]): the people
MATCH (p:Person)
WHERE p.key IN $keys
CALL {
  WITH p
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
OPTIONAL MATCH (p)-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title,
       CASE WHEN p:Employee THEN 'employee' ELSE 'contact' END AS kind, coalesce(p.opted_out, false) AS opted_out,
       account.name AS account, account.id AS account_id, s.rank AS rank, s.cluster AS cluster,
       s.pagerank AS pagerank, s.betweenness AS betweenness, s.harmonic AS harmonic, s.degree AS degree,
       s.strength AS strength, s.x AS x, s.y AS y,
       s.core AS core, s.constraint AS constraint, s.reach AS reach, s.reach_error AS reach_error, s.seed AS seed,
       s.seed_reach AS seed_reach, s.referred AS referred, s.referred_won AS referred_won,
       s.downstream AS downstream, s.downstream_won AS downstream_won, s.downstream_revenue AS downstream_revenue,
       s.referral_depth AS referral_depth, s.second_cluster AS second_cluster, s.second_share AS second_share
ORDER BY key
