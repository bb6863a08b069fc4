// The accounts that may leave, in the newest analysis, those at the highest risk first.
// The reasons are JSON: a code, the points of the risk that it makes, and the facts behind it.
// $least (float, 25.0): risk from which accounts are listed
// $limit (integer, 50): how many accounts
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)<-[s:SCORED]-(c:Customer)
WHERE s.churn >= $least
RETURN c.id AS id, c.name AS name, s.churn AS churn, s.churn_state AS state, s.churn_parts AS reasons, s.segment AS segment,
       s.lifetime_value AS lifetime_value
ORDER BY churn DESC, id
LIMIT $limit
