// Who was in which cluster in the newest full analysis.
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id DESC
  LIMIT 1
}
MATCH (p:Person)-[s:SCORED]->(run)
WHERE s.cluster IS NOT NULL
RETURN p.key AS key, s.cluster AS number
