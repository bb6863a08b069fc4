// The relationships of people that files brought.
// $keys (string list, ["contact:mail:ann@example.com"]): the people
UNWIND $keys AS key
MATCH (p:Person {key: key})-[r]-(other)
WHERE r.source IS NOT NULL AND type(r) <> 'WORKS_AT'
RETURN p.email AS address, type(r) AS type, startNode(r) = p AS starts, properties(r) AS properties,
       labels(other) AS labels, other.id AS id
