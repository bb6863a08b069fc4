// Relationships that wait, by id.
// $ids (string list, ["w1"]): their ids
UNWIND $ids AS id
MATCH (w:Waiting {id: id})
RETURN id, properties(w) AS properties
