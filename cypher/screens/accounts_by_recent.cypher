// Accounts with the most interactions since a moment.
// $text (string, ""): part of the name; "" for all
// $industry (string, ""): only of this industry; "" for all
// $city (string, ""): only in this city; "" for all
// $owner (string, ""): only those that this employee looks after, as employee:ID; "" for all
// $since (string, "2004-01-01T00:00:00Z"): count interactions after this moment
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
CALL () {
  MATCH (i:Interaction)
  WHERE i.at > datetime($since)
  CALL (i) {
    MATCH (i)-[:ABOUT]->(c:Customer)
    RETURN c
    UNION
    MATCH (i)<-[:TOOK_PART]-(:Contact)-[:WORKS_AT]->(c:Customer)
    RETURN c
  }
  RETURN c, count(*) AS found
  UNION ALL
  MATCH (c:Customer)
  RETURN c, 0 AS found
}
WITH c, sum(found) AS interactions
WHERE ($text = "" OR toLower(c.name) CONTAINS toLower($text))
  AND ($industry = "" OR c.industry = $industry)
  AND ($city = "" OR c.city = $city)
  AND ($owner = "" OR EXISTS { (c)<-[:OWNS]-(:Employee {key: $owner}) })
RETURN c.id AS id, c.name AS name, interactions
ORDER BY interactions DESC, id
SKIP $offset LIMIT $limit
