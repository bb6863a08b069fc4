// How many people of a run are ranked.
// $run (string, "20240101T000000"): id of the run
// $cluster (integer, null): only people of the cluster with this number
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(:Person)
WHERE $cluster IS NULL OR s.cluster = $cluster
RETURN count(s.rank) AS ranked
