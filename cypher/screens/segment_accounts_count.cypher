// How many accounts of a run stand somewhere.
// $run (string, "20240101T000000"): id of the run
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
// $wanted (map, {"lifecycle": "loyal"}): what their readings are to be
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
WITH s
WHERE all(name IN keys($wanted) WHERE s[name] = $wanted[name])
RETURN count(*) AS accounts
