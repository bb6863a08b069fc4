// Nodes by their element ids, so that the ends of relationships can be drawn.
// $ids (string list, ["4:0a1b:7"]): element ids
MATCH (n)
WHERE elementId(n) IN $ids
RETURN n AS node
