// The accounts of a run by their risk to leave, the highest first; those without one, gone or new, come last.
// $run (string, "20240101T000000"): id of the run
// $states (string list, ["at risk", "watch"]): only accounts of these states; null for all
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many accounts
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
WHERE s.churn_state IS NOT NULL AND ($states IS NULL OR s.churn_state IN $states)
WITH c, s ORDER BY coalesce(s.churn, -1.0) DESC, c.id
SKIP $offset LIMIT $limit
RETURN c.id AS id, c.name AS name,
       head(COLLECT { MATCH (e:Employee)-[:OWNS]->(c) RETURN e.name AS name ORDER BY e.key LIMIT 1 }) AS owner,
       s.churn AS churn, s.churn_state AS state, s.churn_parts AS parts, s.churn_model AS model,
       s.churn_model_parts AS model_parts, s.lifetime_value AS lifetime_value
ORDER BY coalesce(s.churn, -1.0) DESC, id
