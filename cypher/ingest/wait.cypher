// Keeps relationships of which an end is not loaded yet.
// $rows (map list, [{"id": "w1", "properties": {"type": "OWNS", "reference": "7"}}]): id and properties of each
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND $rows AS row
MERGE (w:Waiting {id: row.id})
ON CREATE SET w.source = $source, w.batch = $batch
SET w += row.properties
