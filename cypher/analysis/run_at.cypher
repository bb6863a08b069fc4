// The run with this id, or the full one that describes the moment nearest before another.
// $run (string, null): id of the run
// $moment (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND CASE WHEN $run IS NULL THEN run.full AND run.as_of <= $moment ELSE run.id = $run END
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.basis AS basis, run.people AS people, run.ties AS ties,
       run.accounts AS accounts
ORDER BY as_of DESC, at DESC, id
LIMIT 1
