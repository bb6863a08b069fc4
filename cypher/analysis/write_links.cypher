// Writes which accounts are linked.
// $run (string, "20240101T000000"): id of the run
// $rows (map list, [{"a": "1", "b": "2", "strength": 1.7, "mass": 0.4, "ties": 1, "first_at": 0.0, "last_at": 0.0, "brought": 0, "brought_by": 0, "won": 0, "evidence": "[]"}]): a pair each, times in seconds since 1970
UNWIND $rows AS row
MATCH (a:Customer {id: row.a})
MATCH (b:Customer {id: row.b})
CREATE (a)-[:LINKED {run: $run, strength: row.strength, mass: row.mass, ties: row.ties, brought: row.brought,
                     brought_by: row.brought_by, won: row.won, evidence: row.evidence,
                     first_at: CASE WHEN row.ties > 0 THEN datetime({epochMillis: toInteger(row.first_at * 1000)}) END,
                     last_at: CASE WHEN row.ties > 0 THEN datetime({epochMillis: toInteger(row.last_at * 1000)}) END}]->(b)
