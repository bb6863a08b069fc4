// The clusters of the newest complete analysis, the largest first.
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id
  LIMIT 1
}
MATCH (run)-[:FOUND]->(k:Community)
RETURN k.id AS id, k.number AS number, k.name AS name, k.description AS description, k.size AS size
ORDER BY size DESC, number
