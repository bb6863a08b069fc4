// The relationships of some types at nodes.
// $nodes (string list, ["4:a:1"]): element ids of the nodes
// $types (string list, ["WORKS_AT"]): types of relationships
UNWIND $nodes AS node
MATCH (n) WHERE elementId(n) = node
MATCH (n)-[r]-(other)
WHERE type(r) IN $types
RETURN node, elementId(r) AS edge, type(r) AS type, startNode(r) = n AS starts, properties(r) AS properties,
       elementId(other) AS other,
       CASE WHEN other:Original THEN [other.label] ELSE labels(other) END AS labels, other.id AS id, other.was AS was
