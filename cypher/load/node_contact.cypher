// Loads Contact nodes: a person at a customer. Written from graph/model.py.
// $rows (map list, [{"id": "1", "properties": {}}]): id and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MERGE (n:Contact {id: row.id})
ON CREATE SET n:Person, n.key = 'contact:' + row.id, n.source = $source, n.batch = $batch
SET n += row.properties
