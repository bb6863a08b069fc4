// The ties that some people have with each other, the strongest first.
// $keys (string list, ["contact:7", "contact:8"]): the people
// $limit (integer, 2000): how many at most
MATCH (a:Person)-[tie:KNOWS]->(b:Person)
WHERE a.key IN $keys AND b.key IN $keys
RETURN a.key AS source, b.key AS target, tie.strength AS strength
ORDER BY strength DESC, source, target
LIMIT $limit
