// Accounts that may leave or whose health fell: those that changed since another run first, then by what is at stake.
// $run (string, "20240101T000000"): id of the run
// $before (string, "20230101T000000"): id of the other run; "" for none
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
// $fall (float, -10.0): the change of health that counts as a fall
// $limit (integer, 6): how many accounts
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
WITH c, s
WHERE s.churn_state = "at risk" OR s.health_change <= $fall
OPTIONAL MATCH (c)-[b:SCORED]->(:AnalysisRun {id: $before})
WITH c, s, b, coalesce(s.churn_state = "at risk" AND b.churn_state <> "at risk", false) AS newly,
     coalesce(s.health - b.health <= $fall, false) AS fell,
     coalesce(s.churn, 0.0) / 100.0 * coalesce(s.lifetime_value, s.spent, 0.0) AS stake
WITH c, s, b, newly, fell, stake
ORDER BY newly OR fell DESC, stake DESC, s.health_change, c.id
LIMIT $limit
RETURN c.id AS id, c.name AS name, c.industry AS industry, c.city AS city,
       head(COLLECT { MATCH (e:Employee)-[:OWNS]->(c) RETURN coalesce(e.name, e.email) AS name ORDER BY e.key LIMIT 1 }) AS owner,
       s.churn AS churn, s.churn_state AS state, s.churn_parts AS parts, s.health AS health,
       s.health_change AS health_change, b.health AS health_before, b.churn AS churn_before,
       s.lifetime_value AS lifetime_value, newly, fell, newly OR fell AS changed, stake
ORDER BY changed DESC, stake DESC, health_change, id
