// Every change of stage of the accounts of a run, as JSON; null for those that never bought.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
RETURN c.id AS customer, s.lifecycle_changes AS changes
