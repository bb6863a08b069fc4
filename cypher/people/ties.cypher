// Whom a person knows, the strongest ties first.
// $key (string, "contact:7"): the person
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 10): how many at most
MATCH (p:Person {key: $key})-[tie:KNOWS]-(other:Person)
WITH tie, other
ORDER BY tie.strength DESC, other.key
SKIP $offset LIMIT $limit
CALL (other) {
  OPTIONAL MATCH (other)-[:WORKS_AT]->(c:Customer)
  RETURN c.id AS account_id, c.name AS account
  ORDER BY account_id
  LIMIT 1
}
RETURN other.key AS key, coalesce(other.name, other.email, other.id) AS name, other.title AS title,
       CASE WHEN other:Employee THEN "employee" ELSE "contact" END AS kind, account_id, account,
       tie.strength AS strength, tie.count AS count, tie.first_at AS first_at, tie.last_at AS last_at
ORDER BY strength DESC, key
