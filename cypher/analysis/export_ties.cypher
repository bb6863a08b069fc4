// The ties of the market network, as they come.
// $with_employees (boolean, false): whether our own people are in the network too
MATCH (a:Person)-[k:KNOWS]->(b:Person)
WHERE $with_employees OR (a:Contact AND b:Contact)
RETURN a.key AS a, b.key AS b, k.strength / 100.0 AS weight
