// How the readings of a person changed from analysis to analysis.
// $key (string, "contact:1"): the person
MATCH (p:Person {key: $key})-[s:SCORED]->(run:AnalysisRun)
WHERE run.at IS NOT NULL
RETURN run.as_of AS as_of, run.at AS run_at, run.basis AS basis, s.rank AS rank, s.pagerank AS pagerank,
       s.betweenness AS betweenness, s.harmonic AS harmonic, s.degree AS degree, s.strength AS strength
ORDER BY run_at, run.id
