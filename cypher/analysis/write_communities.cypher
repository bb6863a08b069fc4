// Writes the communities that a run found.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"id": "20240101T000000:0", "properties": {"number": 0}}]): each community
MATCH (run:AnalysisRun {id: $run})
UNWIND $rows AS row
CREATE (run)-[:FOUND]->(c:Community {id: row.id})
SET c += row.properties
