// What waits for the rows of one import that are relationships and no nodes.
// $batch (string, "b1"): the import
MATCH (w:Waiting {batch: $batch})
WHERE w.record IS NULL
RETURN properties(w) AS waiting
ORDER BY w.id
