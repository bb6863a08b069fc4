// Every merged record that references in files may mean, and the node that stands for it.
MATCH (stand:Contact|Customer|Employee)-[:STANDS_FOR]->(o:Original)
WHERE o.id <> stand.id
RETURN o.key AS key, o.label AS label, o.id AS id, o.email AS email, o.label AS node_label, stand.id AS node_id
