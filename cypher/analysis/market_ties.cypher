// Who deals with whom, ours and theirs.
MATCH (a:Person)-[k:KNOWS]->(b:Person)
RETURN a.key AS a, b.key AS b, k.strength / 100.0 AS weight
