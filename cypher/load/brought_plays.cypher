// PLAYS relationships that one import created. Written from graph/model.
// $batch (string, "b1"): the import
MATCH (a)-[r:PLAYS]->(b)
WHERE r.batch = $batch
RETURN elementId(r) AS edge, properties(r) AS properties,
       CASE WHEN a:Original THEN [a.label] ELSE labels(a) END AS start_labels,
       a.id AS start, a.was AS start_was,
       CASE WHEN b:Original THEN [b.label] ELSE labels(b) END AS end_labels, b.id AS `end`, b.was AS end_was
