// How many people of a run belong to two clusters.
// $run (string, "20240101T000000"): id of the run
// $cluster (integer, null): only people who belong to the cluster with this number
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(:Person)
WHERE s.second_cluster IS NOT NULL AND ($cluster IS NULL OR $cluster IN [s.cluster, s.second_cluster])
RETURN count(s) AS people
