// Accounts by health, the worst first.
// $run (string, "20240101T000000"): the analysis run
// $text (string, ""): part of the name; "" for all
// $industry (string, ""): only of this industry; "" for all
// $city (string, ""): only in this city; "" for all
// $owner (string, ""): only those that this employee looks after, as employee:ID; "" for all
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
MATCH (c:Customer)
WHERE ($text = "" OR toLower(c.name) CONTAINS toLower($text))
  AND ($industry = "" OR c.industry = $industry)
  AND ($city = "" OR c.city = $city)
  AND ($owner = "" OR EXISTS { (c)<-[:OWNS]-(:Employee {key: $owner}) })
OPTIONAL MATCH (c)-[scored:SCORED]->(:AnalysisRun {id: $run})
RETURN c.id AS id, c.name AS name, scored.health AS health
ORDER BY health, id
SKIP $offset LIMIT $limit
