// Gives deleted nodes the label Contact back. Written from graph/model.
// $nodes (string list, ["4:a:1"]): their element ids
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
SET n:Contact:Person
REMOVE n:Deleted, n.was, n.deleted_by
