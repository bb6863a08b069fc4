// The newest run that was finished: of all methods at the newest moment, or else of the same inputs.
// $complete (boolean, true): whether every method was run, at the newest moment
// $fingerprint (string, ""): hash of the inputs, where not
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND CASE WHEN $complete THEN run.complete ELSE run.fingerprint = $fingerprint END
RETURN run.id AS id, run.at AS at, run.fingerprint AS fingerprint, run.seconds AS seconds, run.basis AS basis,
       run.people AS people, run.ties AS ties, run.accounts AS accounts, run.notes AS notes
ORDER BY at DESC, id DESC
LIMIT 1
