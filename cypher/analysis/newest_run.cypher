// The newest run that was finished.
// $complete (boolean, true): whether every method was run, at the newest moment
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete = $complete
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.basis AS basis, run.people AS people, run.ties AS ties,
       run.accounts AS accounts, run.seconds AS seconds, run.fingerprint AS fingerprint,
       run.parameters AS parameters, run.facts AS facts, run.notes AS notes
ORDER BY at DESC, id DESC
LIMIT 1
