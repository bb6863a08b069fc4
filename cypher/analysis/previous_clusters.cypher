// The clusters of the newest full analysis of no later moment, to keep their numbers and names.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.full AND run.as_of <= $as_of
  RETURN run
  ORDER BY run.as_of DESC, run.at DESC, run.id DESC
  LIMIT 1
}
MATCH (run)-[:FOUND]->(c:Community)
RETURN c.number AS number, c.name AS name, c.description AS description, c.facts AS facts
ORDER BY number
