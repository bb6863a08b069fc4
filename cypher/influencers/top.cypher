// Who has the most influence, by the newest analysis.
// $reading (string, "pagerank"): pagerank (whose word reaches far), betweenness (who bridges), harmonic (who is close to all) or degree (who knows many)
// $limit (integer, 20): how many people
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (p:Contact)-[s:SCORED]->(run)
WHERE s.rank IS NOT NULL
WITH p, s, s[$reading] AS score
ORDER BY score DESC, p.key
LIMIT $limit
RETURN p.key AS key, p.name AS name, p.title AS title, score, s.rank AS rank, s.degree AS people_known, s.cluster AS cluster
ORDER BY score DESC, key
