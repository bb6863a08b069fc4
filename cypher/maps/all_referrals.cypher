// Pairs of people of whom one referred the other, and who have no tie.
MATCH (a:Person)-[:REFERRED]->(b:Contact)
WHERE a <> b AND NOT EXISTS { (a)-[:KNOWS]-(b) }
RETURN DISTINCT a.key AS source, b.key AS target
ORDER BY source, target
