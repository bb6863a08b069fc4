// The readings of a person in the newest complete analysis, and the cluster that it put them in.
// $key (string, "contact:7"): the person
MATCH (p:Person {key: $key})
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id
  LIMIT 1
}
MATCH (p)-[s:SCORED]->(run)
OPTIONAL MATCH (run)-[:FOUND]->(k:Community {number: s.cluster})
RETURN run.id AS run_id, run.as_of AS as_of, run.basis AS basis, run.people AS people, s.rank AS rank,
       s.pagerank AS pagerank, s.betweenness AS betweenness, s.harmonic AS harmonic, s.degree AS degree,
       s.strength AS strength, s.cluster AS cluster, k.name AS cluster_name,
       s.core AS core, s.constraint AS constraint, s.reach AS reach, s.reach_error AS reach_error, s.seed AS seed,
       s.seed_reach AS seed_reach, s.referred AS referred, s.referred_won AS referred_won,
       s.downstream AS downstream, s.downstream_won AS downstream_won, s.downstream_revenue AS downstream_revenue,
       s.referral_depth AS referral_depth, s.second_cluster AS second_cluster, s.second_share AS second_share
