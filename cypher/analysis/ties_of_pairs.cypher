// The ties between these pairs.
// $rows (map list, [{"a": "contact:1", "b": "contact:2"}]): pairs of keys, the smaller one first
UNWIND $rows AS row
MATCH (:Person {key: row.a})-[k:KNOWS]->(:Person {key: row.b})
RETURN row.a AS a, row.b AS b, k.mass AS mass, k.first_at.epochMillis / 1000.0 AS first_at,
       k.last_at.epochMillis / 1000.0 AS last_at, k.count AS count, k.sent AS sent, k.received AS received,
       k.as_of.epochMillis / 1000.0 AS as_of
