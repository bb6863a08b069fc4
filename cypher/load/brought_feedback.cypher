// Feedback nodes that one import created. Written from graph/model.
// $batch (string, "b1"): the import
MATCH (n:Feedback)
WHERE n.batch = $batch
RETURN n.id AS id
