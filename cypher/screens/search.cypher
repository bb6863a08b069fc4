// Accounts and people whose name or e-mail has words that begin so.
// $query (string, "anna*"): in the syntax of the full-text index
// $kinds (string list, ["contact", "employee", "customer"]): of which kinds
// $limit (integer, 10): how many at most
CALL db.index.fulltext.queryNodes("party_names", $query, {limit: 200}) YIELD node, score
WITH node, score,
     CASE WHEN node:Customer THEN "customer" WHEN node:Employee THEN "employee" ELSE "contact" END AS kind
WHERE kind IN $kinds
CALL (node) {
  OPTIONAL MATCH (node)-[:WORKS_AT]->(c:Customer)
  RETURN c.name AS account
  ORDER BY c.id
  LIMIT 1
}
RETURN kind, coalesce(node.key, "customer:" + node.id) AS key, coalesce(node.name, node.email, node.id) AS name,
       coalesce(node.opted_out, false) AS opted_out, node.title AS title, account,
       node.industry AS industry, node.city AS city, score
ORDER BY score DESC, size(name), name, key
LIMIT $limit
