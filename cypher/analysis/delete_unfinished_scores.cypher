// Deletes what runs that were never finished had found: readings.
// $batch_rows (integer, 5000): readings in one transaction
MATCH (run:AnalysisRun)
WHERE run.at IS NULL
WITH DISTINCT run
MATCH (run)<-[scored:SCORED]-(:Person|Customer)
CALL {
  WITH scored
  DELETE scored
} IN TRANSACTIONS OF $batch_rows ROWS
