// Says by which imports records were deleted.
// $rows (map list, [{"node": "4:a:1", "batch": "b1"}]): element ids and imports
UNWIND $rows AS row
MATCH (n:Deleted) WHERE elementId(n) = row.node
SET n.deleted_by = row.batch
