// Loads (:Contact)-[:REFERRED]->(:Contact): brought us. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "id": "1", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Contact {id: row.from})
MATCH (b:Contact {id: row.to})
MERGE (a)-[r:REFERRED {id: row.id}]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
