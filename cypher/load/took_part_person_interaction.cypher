// Loads (:Person)-[:TOOK_PART]->(:Interaction): was part of. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "as": "1", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Person {key: row.from})
MATCH (b:Interaction {id: row.to})
MERGE (a)-[r:TOOK_PART {as: row.as}]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
