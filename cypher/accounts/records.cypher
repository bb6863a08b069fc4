// The records of several systems that one account stands for, its own record first; nothing was merged: none.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})-[:STANDS_FOR]->(o:Original)
OPTIONAL MATCH (b:Batch {id: o.batch})
RETURN o.key AS key, o.id AS id, coalesce(o.name, o.id) AS name, o.source AS source, b.file AS file
ORDER BY o.id <> c.id, key
