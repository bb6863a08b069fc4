// Loads (:Person)-[:RELATED_TO]->(:Person): has a relation with. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "kind": "1", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Person {key: row.from})
MATCH (b:Person {key: row.to})
MERGE (a)-[r:RELATED_TO {kind: row.kind}]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
