// The accounts of a run that stand somewhere, with all that says why.
// $run (string, "20240101T000000"): id of the run
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
// $wanted (map, {"lifecycle": "loyal"}): what their readings are to be
// $ids (string list, null): only these accounts; null for all
// $sort (string, "worth"): worth, spent, churn, health, orders, recency or name
// $sign (integer, 1): -1 to turn the order round
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many accounts
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
WHERE all(name IN keys($wanted) WHERE s[name] = $wanted[name]) AND ($ids IS NULL OR c.id IN $ids)
WITH c, s
ORDER BY $sign * CASE $sort
           WHEN "worth" THEN -coalesce(s.lifetime_value, s.spent)
           WHEN "spent" THEN -s.spent
           WHEN "churn" THEN -s.churn
           WHEN "health" THEN s.health
           WHEN "orders" THEN -s.orders
           WHEN "recency" THEN s.recency_days
         END, CASE WHEN $sort = "name" AND $sign > 0 THEN c.name END, CASE WHEN $sort = "name" THEN c.name END DESC, c.id
SKIP $offset LIMIT $limit
RETURN c.id AS id, c.name AS name, c.industry AS industry, c.city AS city,
       head(COLLECT { MATCH (e:Employee)-[:OWNS]->(c) RETURN coalesce(e.name, e.email) AS name ORDER BY e.key LIMIT 1 }) AS owner,
       s.segment AS segment, s.rfm_recency AS recency, s.rfm_frequency AS frequency, s.rfm_monetary AS monetary,
       s.orders AS orders, s.spent AS spent, s.recency_days AS recency_days, s.tier AS tier, s.tier_spent AS tier_spent,
       s.tier_open AS tier_open, s.activity AS activity, s.last_dealt_at AS last_dealt_at,
       s.silent_days AS silent_days, s.lifecycle AS lifecycle, s.lifecycle_since AS lifecycle_since,
       s.lifetime_value AS lifetime_value, s.p_alive AS p_alive, s.health AS health,
       s.health_change AS health_change, s.churn AS churn, s.churn_state AS churn_state, s.churn_parts AS parts
ORDER BY $sign * CASE $sort
           WHEN "worth" THEN -coalesce(lifetime_value, spent)
           WHEN "spent" THEN -spent
           WHEN "churn" THEN -churn
           WHEN "health" THEN health
           WHEN "orders" THEN -orders
           WHEN "recency" THEN recency_days
         END, CASE WHEN $sort = "name" AND $sign > 0 THEN name END, CASE WHEN $sort = "name" THEN name END DESC, id
