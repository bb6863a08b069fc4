// Loads (:Customer)-[:NEGOTIATES]->(:Deal): may buy. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Customer {id: row.from})
MATCH (b:Deal {id: row.to})
MERGE (a)-[r:NEGOTIATES]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
