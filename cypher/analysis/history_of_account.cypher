// What each run said of an account.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})-[s:SCORED]->(run:AnalysisRun)
WHERE run.at IS NOT NULL
RETURN run.id AS run, run.at AS at, run.as_of AS as_of, run.accounts AS accounts, properties(s) AS readings
ORDER BY as_of, at, run
