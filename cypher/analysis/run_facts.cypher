// What the methods of a run say of all together.
// $run (string, "20240101T000000"): id of the run
MATCH (run:AnalysisRun {id: $run})
RETURN coalesce(run.facts, '{}') AS facts
