// Looks Employee nodes up. Written from graph/model.
// $ids (string list, ["1"]): their ids
UNWIND $ids AS id
MATCH (n:Employee {id: id})
RETURN id, elementId(n) AS node, properties(n) AS properties
