// Lets relationships wait for their other end.
// $rows (map list, [{"id": "w1", "reference": "8", "targets": "Customer"}]): each, and what it waits for now
UNWIND $rows AS row
MATCH (w:Waiting {id: row.id})
SET w.reference = row.reference, w.targets = row.targets
