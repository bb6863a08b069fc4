// The newest run that was finished.
// $complete (boolean, true): whether every method was run
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete = $complete
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.basis AS basis, run.people AS people, run.ties AS ties,
       run.seconds AS seconds, run.fingerprint AS fingerprint, run.parameters AS parameters
ORDER BY at DESC, id DESC
LIMIT 1
