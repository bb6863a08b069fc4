// Notes that an import is done, with its counts.
// $id (string, "b1"): the import
// $properties (map, {"read": 3, "accepted": 2, "quarantined": 1}): its counts
MATCH (b:Batch {id: $id})
SET b += $properties, b.status = 'done'
