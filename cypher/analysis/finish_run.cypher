// Finishes a run: from now on it counts.
// $id (string, "20240101T000000"): id of the run
// $at (datetime, "2024-01-01T00:00:00Z"): when it was run
// $seconds (float, 1.5): how long it took
// $facts (string, "{}"): what its methods say of all together, as JSON
// $notes (string, "{}"): why some of its methods said nothing, as JSON
MATCH (run:AnalysisRun {id: $id})
SET run.at = $at, run.seconds = $seconds, run.facts = $facts, run.notes = $notes
