// Loads Deal nodes: something that a customer may buy: an opportunity. Written from graph/model.py.
// $rows (map list, [{"id": "1", "properties": {}}]): id and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MERGE (n:Deal {id: row.id})
ON CREATE SET n.source = $source, n.batch = $batch
SET n += row.properties
