// Takes Product nodes out of sight, which their source has deleted. Written from graph/model.
// $nodes (string list, ["4:a:1"]): their element ids
// $batch (string, "b1"): the import that deletes them
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
SET n:Deleted, n.was = 'product:' + n.id, n.deleted_by = $batch
REMOVE n:Product
