// How large the clusters were in the newest full analyses, the earliest first.
// $runs (integer, 12): how many analyses
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.full
WITH run
ORDER BY run.as_of DESC, run.at DESC, run.id DESC
LIMIT $runs
MATCH (run)-[:FOUND]->(c:Community)
RETURN run.as_of AS as_of, c.number AS number, c.size AS size
ORDER BY as_of, run.at, run.id, number
