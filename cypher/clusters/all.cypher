// The clusters of the newest analysis, the largest first.
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)-[:FOUND]->(c:Community)
RETURN c.number AS number, c.name AS name, c.size AS people, c.description AS description,
       c.change AS change
ORDER BY people DESC, number
