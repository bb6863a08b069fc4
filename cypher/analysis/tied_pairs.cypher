// Every pair that has a tie.
MATCH (a:Person)-[:KNOWS]->(b:Person)
RETURN a.key AS a, b.key AS b
