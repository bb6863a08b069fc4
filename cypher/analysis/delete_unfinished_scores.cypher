// Deletes what runs that were never finished had found: readings.
// $batch_rows (integer, 5000): readings in one transaction
MATCH (run:AnalysisRun)<-[scored:SCORED]-(:Person)
WHERE run.at IS NULL
CALL {
  WITH scored
  DELETE scored
} IN TRANSACTIONS OF $batch_rows ROWS
