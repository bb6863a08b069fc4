// What the ties of a path are made of, and the newest interactions of the two.
// $rows (map list, [{"a": "contact:1", "b": "contact:2"}]): pairs of keys, the smaller one first
// $limit (integer, 3): how many interactions of each
UNWIND $rows AS row
MATCH (a:Person {key: row.a})-[k:KNOWS]->(b:Person {key: row.b})
RETURN row.a AS a, row.b AS b, k.strength AS strength, k.count AS count, k.sent AS sent, k.received AS received,
       k.first_at AS first_at, k.last_at AS last_at,
       COLLECT {
         MATCH (a)-[:TOOK_PART]->(i:Interaction)<-[:TOOK_PART]-(b)
         WITH DISTINCT i
         RETURN {id: i.id, at: i.at, channel: i.channel, subject: i.subject} AS interaction
         ORDER BY i.at DESC, i.id
         LIMIT $limit
       } AS latest
