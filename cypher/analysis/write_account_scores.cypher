// Writes what a run says of accounts.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"id": "1", "readings": {"segment": "loyal"}}]): each account and its readings
MATCH (run:AnalysisRun {id: $run})
UNWIND $rows AS row
MATCH (c:Customer {id: row.id})
CREATE (c)-[scored:SCORED]->(run)
SET scored = row.readings
