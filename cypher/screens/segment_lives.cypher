// The stage of life of each account of a run, and every change of it as JSON; null for those that never bought.
// $run (string, "20240101T000000"): id of the run
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
CALL () {
  MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
  WHERE $owner = ""
  RETURN c, s
  UNION ALL
  MATCH (:Person:Employee {key: $owner})-[:OWNS]->(c:Customer)
  WITH c
  MATCH (c)-[s:SCORED]->(:AnalysisRun {id: $run})
  RETURN c, s
}
RETURN c.id AS customer, s.lifecycle AS lifecycle, s.lifecycle_changes AS changes
