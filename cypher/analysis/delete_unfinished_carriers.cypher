// Deletes what runs that were never finished had found: who carries accounts.
// $batch_rows (integer, 5000): relationships in one transaction
MATCH (run:AnalysisRun)
WHERE run.at IS NULL
WITH DISTINCT run
MATCH (run)<-[carries:CARRIES]-(:Person)
CALL {
  WITH carries
  DELETE carries
} IN TRANSACTIONS OF $batch_rows ROWS
