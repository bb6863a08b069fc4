// Every employee as its source gave it, merged or not, for comparison.
MATCH (n:Employee)
OPTIONAL MATCH (n)-[:STANDS_FOR]->(o:Original)
WITH coalesce(o, n) AS record
RETURN record.key AS key, record.id AS id, record.source AS source, record.batch AS batch, record.name AS name,
       record.other_name AS other_name, record.email AS email, record.phone AS phone, null AS company, null AS city,
       record.title AS title, null AS website, null AS country, null AS registration,
       [name IN keys(record) WHERE name ENDS WITH '_id' | left(name, size(name) - 3) + ':' + toString(record[name])]
         AS foreign_ids,
       false AS provisional
