// Every change of stage of an account, as a run knows it, as JSON.
// $run (string, "20240101T000000"): id of the run
// $id (string, "1"): the account
MATCH (:Customer {id: $id})-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN s.lifecycle_changes AS changes
