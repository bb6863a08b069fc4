// Who belongs to a cluster of the newest analysis, the most influential first.
// $number (integer, 0): the cluster
// $limit (integer, 100): how many people
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)-[:FOUND]->(c:Community {number: $number})<-[:MEMBER_OF]-(p:Person)
MATCH (p)-[s:SCORED]->(run)
WITH p, s
ORDER BY s.pagerank DESC, p.key
LIMIT $limit
RETURN p.key AS key, p.name AS name, p.title AS title, s.rank AS rank, s.degree AS people_known
ORDER BY rank, key
