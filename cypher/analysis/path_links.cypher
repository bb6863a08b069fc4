// How strong the ties of a path are, and when they were last used.
// $rows (map list, [{"a": "contact:1", "b": "contact:2"}]): pairs of keys, the smaller one first
UNWIND $rows AS row
MATCH (:Person {key: row.a})-[k:KNOWS]->(:Person {key: row.b})
RETURN row.a AS a, row.b AS b, k.strength AS strength, k.last_at AS last_at
