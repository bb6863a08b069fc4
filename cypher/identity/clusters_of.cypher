// The clusters to which any of these records belong, those of each with the one that stands first.
// $keys (string list, ["contact:2"]): the records
UNWIND $keys AS key
MATCH (:Original {key: key})<-[:STANDS_FOR]-(stand)
WITH DISTINCT stand
MATCH (stand)-[:STANDS_FOR]->(o:Original)
WITH stand, o
ORDER BY o.id <> stand.id, o.key
WITH stand, head(collect(o.label)) AS label, collect(o.key) AS keys
RETURN label, keys
ORDER BY keys[0]
