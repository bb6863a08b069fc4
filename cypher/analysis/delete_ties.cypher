// Deletes ties.
// $rows (map list, [{"a": "contact:1", "b": "contact:2"}]): pairs of keys, the smaller one first
UNWIND $rows AS row
MATCH (:Person {key: row.a})-[k:KNOWS]->(:Person {key: row.b})
DELETE k
