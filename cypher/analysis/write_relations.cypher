// Writes which relations between people a run guesses.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"a": "contact:1", "b": "contact:2", "kind": "friend", "confidence": 0.6, "evidence": "[]"}]): each guess
UNWIND $rows AS row
MATCH (a:Person {key: row.a})
MATCH (b:Person {key: row.b})
CREATE (a)-[:INFERRED {run: $run, kind: row.kind, confidence: row.confidence, evidence: row.evidence}]->(b)
