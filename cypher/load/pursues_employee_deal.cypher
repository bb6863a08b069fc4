// Loads (:Employee)-[:PURSUES]->(:Deal): works to win. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Employee {id: row.from})
MATCH (b:Deal {id: row.to})
MERGE (a)-[r:PURSUES]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
