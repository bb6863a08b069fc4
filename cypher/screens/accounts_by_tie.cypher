// Accounts that our employees know best.
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
OPTIONAL MATCH (c)<-[:WORKS_AT]-(:Contact)-[tie:KNOWS]-(:Employee)
WITH c, max(tie.strength) AS strongest
RETURN c.id AS id, c.name AS name, strongest
ORDER BY coalesce(strongest, -1.0) DESC, id
SKIP $offset LIMIT $limit
