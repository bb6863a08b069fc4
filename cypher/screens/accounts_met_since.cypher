// Accounts that somebody spoke with since a moment, the latest first.
// $text (string, ""): part of the name; "" for all
// $industry (string, ""): only of this industry; "" for all
// $city (string, ""): only in this city; "" for all
// $owner (string, ""): only those that this employee looks after, as employee:ID; "" for all
// $since (string, "2004-01-01T00:00:00Z"): look at interactions after this moment
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
MATCH (i:Interaction)
WHERE i.at > datetime($since)
CALL (i) {
  MATCH (i)-[:ABOUT]->(c:Customer)
  RETURN c
  UNION
  MATCH (i)<-[:TOOK_PART]-(:Contact)-[:WORKS_AT]->(c:Customer)
  RETURN c
}
WITH c, max(i.at) AS last_at
WHERE ($text = "" OR toLower(c.name) CONTAINS toLower($text))
  AND ($industry = "" OR c.industry = $industry)
  AND ($city = "" OR c.city = $city)
  AND ($owner = "" OR EXISTS { (c)<-[:OWNS]-(:Employee {key: $owner}) })
RETURN c.id AS id, c.name AS name, last_at
ORDER BY last_at DESC, id
SKIP $offset LIMIT $limit
