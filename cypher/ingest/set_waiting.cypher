// Sets properties of relationships that wait; null removes one.
// $rows (map list, [{"id": "w1", "properties": {"p_value": 5}}]): ids and properties
UNWIND $rows AS row
MATCH (w:Waiting {id: row.id})
SET w += row.properties
