// Lets relationships wait for their start again, which is not there any more.
// $rows (map list, [{"reference": "7", "targets": "Contact|Employee"}]): how that is written, and what it may mean
UNWIND $rows AS row
MATCH (w:Waiting)
WHERE w.record IS NULL AND w.start = row.reference AND w.start_targets = row.targets
SET w.reference = w.start, w.targets = w.start_targets
