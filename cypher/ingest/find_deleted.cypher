// Records that their source has deleted.
// $keys (string list, ["contact:7"]): what they were
UNWIND $keys AS key
MATCH (n:Deleted {was: key})
RETURN n.id AS id, elementId(n) AS node, properties(n) AS properties
