// Purchase nodes that one import created. Written from graph/model.
// $batch (string, "b1"): the import
MATCH (n:Purchase)
WHERE n.batch = $batch
RETURN n.id AS id
