// How many people of each cluster these people know.
// $run (string, "20240101T000000"): the run that found the clusters
// $keys (string list, ["contact:1"]): the people
MATCH (p:Person)
WHERE p.key IN $keys
MATCH (p)-[:KNOWS]-(:Person)-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN p.key AS key, s.cluster AS cluster, count(s) AS ties
ORDER BY key, ties DESC, cluster
