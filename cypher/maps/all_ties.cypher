// All ties: those of about the same strength in one row, as lists.
// $least (float, 0.0): the weakest that counts, 0 to 100
MATCH (a:Person)-[tie:KNOWS]->(b:Person)
WHERE tie.strength >= $least
WITH toInteger(tie.strength) AS strength, collect([a.key, b.key, tie.strength]) AS rows
RETURN rows
ORDER BY strength DESC
