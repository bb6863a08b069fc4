// Deletes what runs that were never finished had found: communities.
// $batch_rows (integer, 5000): nodes in one transaction
MATCH (run:AnalysisRun)-[:FOUND]->(c:Community)
WHERE run.at IS NULL
CALL {
  WITH c
  DETACH DELETE c
} IN TRANSACTIONS OF $batch_rows ROWS
