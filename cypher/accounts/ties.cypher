// The ties of an account's people with anybody outside it, strongest first.
// $id (string, "1"): the account
// $limit (integer, 25): how many at most
MATCH (c:Customer {id: $id})<-[:WORKS_AT]-(p:Contact)-[tie:KNOWS]-(other:Person)
WHERE NOT EXISTS { (other)-[:WORKS_AT]->(c) }
CALL (other) {
  OPTIONAL MATCH (other)-[:WORKS_AT]->(at:Customer)
  RETURN at.id AS account_id, at.name AS account
  ORDER BY account_id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, other.key AS other_key,
       coalesce(other.name, other.email, other.id) AS other, other:Employee AS ours,
       account_id, account, tie.strength AS strength, tie.count AS count, tie.last_at AS last_at
ORDER BY strength DESC, key, other_key
LIMIT $limit
