// The clusters of the newest full analysis, to keep their numbers and names.
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id DESC
  LIMIT 1
}
MATCH (run)-[:FOUND]->(c:Community)
RETURN c.number AS number, c.name AS name, c.description AS description, c.facts AS facts
ORDER BY number
