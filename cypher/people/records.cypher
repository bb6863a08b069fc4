// The records of several systems that one person stands for, their own record first; nobody was merged: none.
// $key (string, "contact:7"): the person
MATCH (p:Person {key: $key})-[:STANDS_FOR]->(o:Original)
OPTIONAL MATCH (b:Batch {id: o.batch})
RETURN o.key AS key, o.id AS id, coalesce(o.name, o.email, o.id) AS name, o.source AS source, b.file AS file
ORDER BY o.id <> p.id, key
