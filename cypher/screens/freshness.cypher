// How new everything is: the newest interaction that has happened, the newest full analysis, the newest import.
CALL () {
  MATCH (i:Interaction)
  WHERE i.at <= datetime()
  RETURN 'interaction' AS what, i.id AS id, i.at AS at, null AS status
  ORDER BY at DESC
  LIMIT 1
  UNION ALL
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN 'analysis' AS what, run.id AS id, run.at AS at, null AS status
  ORDER BY at DESC, id DESC
  LIMIT 1
  UNION ALL
  MATCH (b:Batch)
  RETURN 'import' AS what, b.id AS id, b.at AS at, b.status AS status
  ORDER BY at DESC, id DESC
  LIMIT 1
  UNION ALL
  MATCH (i:Interaction)
  RETURN 'interactions' AS what, toString(count(i)) AS id, null AS at, null AS status
}
RETURN what, id, at, status
ORDER BY what
