// Gives deleted nodes the label Deal back. Written from graph/model.
// $nodes (string list, ["4:a:1"]): their element ids
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
SET n:Deal
REMOVE n:Deleted, n.was, n.deleted_by
