// Sets properties of nodes; null removes one.
// $rows (map list, [{"node": "4:a:1", "properties": {"name": "Ann"}}]): element ids and properties
UNWIND $rows AS row
MATCH (n) WHERE elementId(n) = row.node
SET n += row.properties
