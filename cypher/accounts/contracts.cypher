// The contracts of an account and its people, the last to end first.
// $id (string, "1"): the account
// $limit (integer, 20): how many at most
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)-[:SIGNED]->(k:Contract)
  RETURN k
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:SIGNED]->(k:Contract)
  RETURN k
}
RETURN k.id AS id, k.starts_on AS starts_on, k.ends_on AS ends_on, k.value AS value, k.currency AS currency
ORDER BY ends_on DESC, id
LIMIT $limit
