// Accounts and people whose name or e-mail has words that begin so.
// $query (string, "anna*"): in the syntax of the full-text index
// $limit (integer, 10): how many at most
CALL db.index.fulltext.queryNodes("party_names", $query, {limit: 50}) YIELD node, score
CALL (node) {
  OPTIONAL MATCH (node)-[:WORKS_AT]->(c:Customer)
  RETURN c.name AS account
  ORDER BY c.id
  LIMIT 1
}
RETURN CASE WHEN node:Customer THEN "customer" WHEN node:Employee THEN "employee" ELSE "contact" END AS kind,
       coalesce(node.key, node.id) AS key, coalesce(node.name, node.email, node.id) AS name,
       node.title AS title, account,
       node.industry AS industry, node.city AS city, score
ORDER BY score DESC, size(name), name, key
LIMIT $limit
