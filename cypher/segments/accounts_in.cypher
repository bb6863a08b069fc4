// The accounts of one segment in the newest analysis, those of the highest lifetime value first.
// $segment (string, "champions"): champions, loyal, potential loyalists, new, promising, need attention, about to sleep, cannot lose, at risk or hibernating
// $limit (integer, 50): how many accounts
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)<-[s:SCORED {segment: $segment}]-(c:Customer)
RETURN c.id AS id, c.name AS name, s.tier AS tier, s.activity AS activity, s.lifecycle AS lifecycle, s.orders AS orders,
       s.spent AS spent, s.lifetime_value AS lifetime_value, s.p_alive AS p_alive
ORDER BY coalesce(lifetime_value, spent, 0.0) DESC, id
LIMIT $limit
