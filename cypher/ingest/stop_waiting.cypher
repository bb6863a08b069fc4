// Forgets what has been linked.
// $ids (string list, ["w1"]): the waiting relationships
UNWIND $ids AS id
MATCH (w:Waiting {id: id})
DELETE w
