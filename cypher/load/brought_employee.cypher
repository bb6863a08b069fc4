// Employee nodes that one import created. Written from graph/model.
// $batch (string, "b1"): the import
MATCH (n:Employee)
WHERE n.batch = $batch
RETURN n.id AS id
UNION
MATCH (n:Original {label: 'Employee'})
WHERE n.batch = $batch
RETURN n.id AS id
