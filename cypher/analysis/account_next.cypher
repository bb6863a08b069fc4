// What an account may buy next, by a run.
// $run (string, "20240101T000000"): id of the run
// $id (string, "A-10001"): id of the account
MATCH (c:Customer {id: $id})
OPTIONAL MATCH (c)-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN c.id AS id, c.name AS name, s.intent AS intent, s.intent_parts AS intent_parts, s.next_products AS products
