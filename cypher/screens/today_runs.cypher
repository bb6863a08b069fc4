// What full runs said of all accounts together, the newest moments first.
// $until (datetime, "2024-01-01T00:00:00Z"): the newest moment
// $limit (integer, 24): how many runs
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.full AND run.as_of <= $until
RETURN run.id AS id, run.as_of AS as_of, run.accounts AS accounts, coalesce(run.facts, "{}") AS facts
ORDER BY as_of DESC, run.at DESC, id
LIMIT $limit
