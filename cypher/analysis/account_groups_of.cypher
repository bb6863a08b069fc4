// The segment, tier and lifecycle of each account of a run.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
RETURN c.id AS customer, s.segment AS segment, s.tier AS tier, s.lifecycle AS lifecycle
