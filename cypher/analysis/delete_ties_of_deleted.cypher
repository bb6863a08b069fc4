// Deletes the ties of people whom their source has deleted.
// $batch_rows (integer, 5000): ties in one transaction
MATCH (:Deleted)-[k:KNOWS]-()
WITH DISTINCT k
CALL (k) {
  DELETE k
} IN TRANSACTIONS OF $batch_rows ROWS
