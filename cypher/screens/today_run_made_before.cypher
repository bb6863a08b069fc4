// The newest run that maps and lists showed at a moment: what somebody saw who looked at it then.
// $moment (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (run:AnalysisRun)
WHERE run.at <= $moment AND run.complete
RETURN run.id AS id, run.at AS at, run.as_of AS as_of, run.basis AS basis, run.people AS people, run.ties AS ties,
       run.accounts AS accounts
ORDER BY at DESC, id DESC
LIMIT 1
