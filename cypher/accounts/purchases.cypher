// The newest purchases of an account and its people.
// $id (string, "1"): the account
// $limit (integer, 20): how many at most
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)-[:MADE]->(p:Purchase)
  RETURN p
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(p:Purchase)
  RETURN p
}
WITH p
ORDER BY p.at DESC, p.id
LIMIT $limit
OPTIONAL MATCH (p)-[:OF]->(product:Product)
WITH p, min(product.name) AS product
RETURN p.id AS id, p.at AS at, product, p.quantity AS quantity, p.amount AS amount, p.currency AS currency
ORDER BY at DESC, id
