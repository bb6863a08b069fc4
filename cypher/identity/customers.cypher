// Every customer as its source gave it, merged or not, for comparison.
MATCH (n:Customer)
OPTIONAL MATCH (n)-[:STANDS_FOR]->(o:Original)
WITH coalesce(o, n) AS record
RETURN 'customer:' + record.id AS key, record.id AS id, record.source AS source, record.batch AS batch,
       record.name AS name, null AS other_name, record.email AS email, record.phone AS phone, null AS company,
       record.city AS city, null AS title, record.website AS website, record.country AS country,
       coalesce(record.registration, record.registration_number, record.tax_id, record.vat_id, record.vat_number,
                record.统一社会信用代码, record.税号) AS registration,
       [name IN keys(record) WHERE name ENDS WITH '_id' | left(name, size(name) - 3) + ':' + toString(record[name])]
         AS foreign_ids,
       false AS provisional
