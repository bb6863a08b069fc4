// Every contact as its source gave it, merged or not, for comparison.
MATCH (n:Contact)
OPTIONAL MATCH (n)-[:STANDS_FOR]->(o:Original)
WITH n, coalesce(o, n) AS record
RETURN coalesce(record.key, n.key) AS key, record.id AS id, record.source AS source, record.batch AS batch,
       record.name AS name, record.other_name AS other_name, record.email AS email, record.phone AS phone,
       coalesce(head([(record)-[:WORKS_AT]->(c:Customer) | c.name]), head([(n)-[:WORKS_AT]->(c:Customer) | c.name])) AS company,
       record.city AS city, record.title AS title, null AS website, null AS country, null AS registration,
       [name IN keys(record) WHERE name ENDS WITH '_id' | left(name, size(name) - 3) + ':' + toString(record[name])]
         AS foreign_ids,
       coalesce(record.provisional, false) AS provisional
