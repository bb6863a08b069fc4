// Deletes runs that were never finished.
MATCH (run:AnalysisRun)
WHERE run.at IS NULL
DETACH DELETE run
