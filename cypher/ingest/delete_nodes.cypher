// Deletes nodes with their relationships.
// $nodes (string list, ["4:a:1"]): their element ids
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
DETACH DELETE n
