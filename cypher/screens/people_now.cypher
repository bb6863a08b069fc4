// Who the people behind some keys are now, also where a record was merged into another.
// $keys (string list, ["contact:7"]): their keys when they were noted
UNWIND $keys AS asked
CALL (asked) {
  MATCH (p:Person {key: asked}) RETURN p
  UNION
  MATCH (:Original {key: asked})<-[:STANDS_FOR]-(p:Person) RETURN p
}
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
RETURN asked, p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title, p.email AS email,
       p.phone AS phone, coalesce(p.opted_out, false) AS opted_out, account.name AS account, account.id AS account_id
ORDER BY asked, key
