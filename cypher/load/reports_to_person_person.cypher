// Loads (:Person)-[:REPORTS_TO]->(:Person): has as manager. Written from graph/model.py.
// $rows (map list, [{"from": "1", "to": "2", "properties": {}}]): ends and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MATCH (a:Person {key: row.from})
MATCH (b:Person {key: row.to})
MERGE (a)-[r:REPORTS_TO]->(b)
ON CREATE SET r.source = $source, r.batch = $batch
SET r += row.properties
