// What a run said of the standing of each person.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(p:Person)
RETURN p.key AS key, s.rank AS rank, s.pagerank AS pagerank, s.cluster AS cluster
