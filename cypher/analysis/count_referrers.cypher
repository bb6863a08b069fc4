// How many people and accounts referred anybody, as a run counts them.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(:Person|Customer)
WHERE s.referred > 0
RETURN count(*) AS referrers
