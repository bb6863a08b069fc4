// Deletes what runs that were never finished had found: communities.
// $batch_rows (integer, 5000): nodes in one transaction
MATCH (run:AnalysisRun)
WHERE run.at IS NULL
WITH DISTINCT run
MATCH (run)-[:FOUND]->(c:Community)
CALL {
  WITH c
  DETACH DELETE c
} IN TRANSACTIONS OF $batch_rows ROWS
