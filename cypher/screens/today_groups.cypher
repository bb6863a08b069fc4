// How many accounts of a run are at which stage of life, in which tier and state of risk, and what they are worth.
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
RETURN s.lifecycle AS lifecycle, s.tier AS tier, s.churn_state AS churn_state, count(*) AS accounts,
       sum(coalesce(s.spent, 0.0)) AS spent, sum(coalesce(s.lifetime_value, 0.0)) AS lifetime_value
ORDER BY lifecycle, tier, churn_state
