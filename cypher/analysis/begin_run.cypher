// Begins a run; it counts only when it has been finished.
// $id (string, "20240101T000000"): id of the run
// $properties (map, {"basis": "ties"}): what is known of it by now
CREATE (run:AnalysisRun {id: $id})
SET run += $properties
