// Relationships that wait for any of these references; those of deleted records wait on until these come back.
// $targets (string, "Contact|Employee"): the labels that the references may mean
// $references (string list, ["ann@example.com"]): what has come
// $limit (integer, 5000): how many at most
MATCH (w:Waiting)
WHERE w.reference IN $references AND w.targets = $targets AND NOT EXISTS { (:Deleted {was: w.record}) }
RETURN properties(w) AS waiting
ORDER BY w.id
LIMIT $limit
