// Writes ties, new ones and those that have changed.
// $rows (map list, [{"a": "contact:1", "b": "contact:2", "mass": 0.4, "strength": 1.7, "first_at": 0, "last_at": 0, "count": 1, "sent": 1.0, "received": 0.0}]): a tie each, times in milliseconds since 1970
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment that mass and strength describe
UNWIND $rows AS row
MATCH (a:Person {key: row.a})
MATCH (b:Person {key: row.b})
MERGE (a)-[k:KNOWS]->(b)
SET k = {mass: row.mass, strength: row.strength, as_of: $as_of, count: row.count, sent: row.sent,
         received: row.received, first_at: datetime({epochMillis: row.first_at}),
         last_at: datetime({epochMillis: row.last_at})}
