// Accounts by a reading of an analysis; those without it last.
// $wanted (map, {"text": "", "industry": "", "city": "", "owner": "", "run": "", "tier": "", "segment": "", "lifecycle": "", "state": "", "silent": 0, "least": null, "below": null, "rose": 0}): which accounts; "", 0 and null for all, `run` where readings of it are asked about, `rose` 1 or -1
// $run (string, "20240101T000000"): the analysis run
// $reading (string, "health"): which one
// $sign (integer, 1): 1 for the lowest first, -1 for the highest; of words the first
// $order (string list, []): the values in order, where they are words
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
MATCH (c:Customer)
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
OPTIONAL MATCH (c)-[scored:SCORED]->(:AnalysisRun {id: $run})
WITH c, CASE $order
       WHEN [] THEN $sign * scored[$reading]
       ELSE $sign * head([place IN range(0, size($order) - 1) WHERE $order[place] = scored[$reading]])
     END AS place, scored.health AS health
RETURN c.id AS id, place, health
ORDER BY place, health, id
SKIP $offset LIMIT $limit
