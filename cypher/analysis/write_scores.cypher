// Writes the readings of people in a run.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"key": "contact:1", "readings": {"pagerank": 0.1}}]): each person and its readings
MATCH (run:AnalysisRun {id: $run})
UNWIND $rows AS row
MATCH (p:Person {key: row.key})
CREATE (p)-[scored:SCORED]->(run)
SET scored = row.readings
