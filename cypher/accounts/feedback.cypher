// The newest feedback of an account and its people.
// $id (string, "1"): the account
// $limit (integer, 20): how many at most
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)-[:GAVE]->(f:Feedback)
  RETURN f, c.name AS given_by
  UNION
  MATCH (c)<-[:WORKS_AT]-(p:Contact)-[:GAVE]->(f:Feedback)
  RETURN f, p.name AS given_by
}
RETURN f.id AS id, f.at AS at, f.kind AS kind, f.score AS score, f.text AS text, given_by
ORDER BY at DESC, id
LIMIT $limit
