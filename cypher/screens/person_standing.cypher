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
       s.strength AS strength, s.cluster AS cluster, k.name AS cluster_name
