// Loads (:Contact)-[:PLAYS]->(:Deal): has a part in. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "role": "1", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Contact {id: row.from})
MATCH (b:Deal {id: row.to})
MERGE (a)-[r:PLAYS {role: row.role}]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
