// REPORTS_TO relationships that one import created. Written from graph/model.py.
// $batch (string, "b1"): the import
MATCH (a)-[r:REPORTS_TO]->(b)
WHERE r.batch = $batch
RETURN elementId(r) AS edge, properties(r) AS properties, labels(a) AS start_labels, a.id AS start,
       a.was AS start_was, labels(b) AS end_labels, b.id AS `end`, b.was AS end_was
