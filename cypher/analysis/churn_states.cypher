// How many accounts of a run are in each state of churn.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(:Customer)
WHERE s.churn_state IS NOT NULL
RETURN s.churn_state AS state, count(*) AS accounts
ORDER BY state
