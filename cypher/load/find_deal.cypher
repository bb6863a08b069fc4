// Looks Deal nodes up. Written from graph/model.
// $ids (string list, ["1"]): their ids
UNWIND $ids AS id
MATCH (n:Deal {id: id})
RETURN id, elementId(n) AS node, properties(n) AS properties
