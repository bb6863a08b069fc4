// Accounts that our employees know best; those whom nobody knows last.
// $wanted (map, {"text": "", "industry": "", "city": "", "owner": "", "run": "", "tier": "", "segment": "", "lifecycle": "", "state": "", "silent": 0, "least": null, "below": null, "rose": 0}): which accounts; "", 0 and null for all, `run` where readings of it are asked about, `rose` 1 or -1
// $sign (integer, 1): -1 to turn the order round
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
CALL () {
  MATCH (:Employee)-[tie:KNOWS]-(:Contact)-[:WORKS_AT]->(c:Customer)
  RETURN c, tie.strength AS strength
  UNION ALL
  MATCH (c:Customer)
  RETURN c, null AS strength
}
WITH c, max(strength) AS strongest
WHERE ($wanted.text = "" OR toLower(c.name) CONTAINS toLower($wanted.text))
  AND ($wanted.industry = "" OR c.industry = $wanted.industry)
  AND ($wanted.city = "" OR c.city = $wanted.city)
  AND ($wanted.owner = "" OR EXISTS { (c)<-[:OWNS]-(:Employee {key: $wanted.owner}) })
  AND ($wanted.run = "" OR EXISTS {
    MATCH (c)-[s:SCORED]->(:AnalysisRun {id: $wanted.run})
    WHERE ($wanted.tier = "" OR s.tier = $wanted.tier)
      AND ($wanted.segment = "" OR s.segment = $wanted.segment)
      AND ($wanted.lifecycle = "" OR s.lifecycle = $wanted.lifecycle)
      AND ($wanted.state = "" OR s.churn_state = $wanted.state)
      AND ($wanted.silent = 0 OR s.silent_days >= $wanted.silent)
      AND ($wanted.least IS NULL OR s.health >= $wanted.least)
      AND ($wanted.below IS NULL OR s.health < $wanted.below)
      AND ($wanted.rose = 0 OR s.health_change * $wanted.rose >= 5)
  })
RETURN c.id AS id, c.name AS name, strongest
ORDER BY -$sign * strongest, id
SKIP $offset LIMIT $limit
