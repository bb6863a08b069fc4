// Deletes every tie, to count them anew.
// $batch_rows (integer, 5000): ties in one transaction
MATCH ()-[k:KNOWS]->()
CALL {
  WITH k
  DELETE k
} IN TRANSACTIONS OF $batch_rows ROWS
