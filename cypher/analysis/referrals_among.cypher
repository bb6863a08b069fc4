// Pairs of these people of whom one referred the other, and who have no tie.
// $keys (string list, ["contact:1", "contact:2"]): the people
MATCH (a:Person)-[:REFERRED]->(b:Contact)
WHERE a.key IN $keys AND b.key IN $keys AND a <> b AND NOT EXISTS { (a)-[:KNOWS]-(b) }
RETURN DISTINCT a.key AS source, b.key AS target
ORDER BY source, target
