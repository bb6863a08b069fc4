// Writes on whom accounts hang.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"key": "contact:1", "accounts": 1, "cut_off": 1, "health_lost": 40.0, "parts": "[]"}]): each person
MATCH (run:AnalysisRun {id: $run})
UNWIND $rows AS row
MATCH (p:Person {key: row.key})
CREATE (p)-[:CARRIES {accounts: row.accounts, cut_off: row.cut_off, health_lost: row.health_lost,
                      parts: row.parts}]->(run)
