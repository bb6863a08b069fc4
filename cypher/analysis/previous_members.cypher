// Who was in which cluster, and where on the map, in the newest full analysis of no later moment.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.full AND run.as_of <= $as_of
  RETURN run
  ORDER BY run.as_of DESC, run.at DESC, run.id DESC
  LIMIT 1
}
MATCH (p:Person)-[s:SCORED]->(run)
WHERE s.cluster IS NOT NULL
RETURN p.key AS key, s.cluster AS number, s.x AS x, s.y AS y
