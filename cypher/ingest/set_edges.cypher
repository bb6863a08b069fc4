// Sets properties of relationships; null removes one.
// $rows (map list, [{"edge": "5:a:1", "properties": {"since": null}}]): element ids and properties
UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.edge
SET r += row.properties
