// Accounts that somebody spoke with last.
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
CALL (c) {
  CALL (c) {
    MATCH (c)<-[:ABOUT]-(i:Interaction)
    RETURN i.at AS at
    UNION ALL
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:TOOK_PART]->(i:Interaction)
    RETURN i.at AS at
  }
  RETURN max(at) AS last_at
}
RETURN c.id AS id, c.name AS name, last_at
ORDER BY last_at IS NULL, last_at DESC, id
SKIP $offset LIMIT $limit
