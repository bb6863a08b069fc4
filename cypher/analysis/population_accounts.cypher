// What markets are narrowed by: the accounts, and where a run says that they stand.
// $run (string, "20240101T000000"): id of the run
MATCH (c:Customer)
OPTIONAL MATCH (c)-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN c.id AS customer, c.name AS company, c.industry AS industry, c.city AS city,
       coalesce(c.region, c.country) AS region, s.segment AS segment, s.tier AS tier,
       s.lifetime_value AS lifetime_value, s.spent AS spent
