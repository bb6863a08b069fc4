// The records that nodes stand for, those of each with the one that stands first.
MATCH (stand:Contact|Customer|Employee)-[:STANDS_FOR]->(o:Original)
WITH stand, o
ORDER BY o.id <> stand.id, o.key
WITH stand, head(collect(o.label)) AS label, collect(o.key) AS keys
RETURN label, keys
ORDER BY keys[0]
