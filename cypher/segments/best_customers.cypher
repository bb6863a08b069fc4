// Customers that bought most.
// $limit (integer, 20): how many
MATCH (c:Customer)
CALL (c) {
  MATCH (c)-[:MADE]->(purchase:Purchase)
  RETURN purchase
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(purchase:Purchase)
  RETURN purchase
}
WITH c, count(purchase) AS purchases, sum(purchase.amount) AS spent, max(purchase.at) AS last_at
RETURN c.id AS id, c.name AS name, c.industry AS industry, purchases, spent, last_at
ORDER BY spent DESC, id
LIMIT $limit
