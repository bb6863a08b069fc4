// Accounts with what search finds them by, in the order of their ids: many in one row, as lists.
// Records that were merged count for what stands for them: their names and e-mails come with it.
// $after (string, ""): the id after which to begin
// $limit (integer, 5000): how many
MATCH (c:Customer)
WHERE c.id > $after
WITH c
ORDER BY c.id
LIMIT $limit
CALL (c) {
  OPTIONAL MATCH (c)-[:STANDS_FOR]->(o:Original)
  RETURN collect(o.name) AS names, collect(o.email) AS emails
}
RETURN collect([
  "customer:" + c.id, "customer", coalesce(c.name, c.email, c.id), null, null, c.industry, c.city, false,
  toFloat(COUNT { (c)<-[:WORKS_AT]-() }),
  [name IN [c.name] + names WHERE name IS NOT NULL],
  [email IN [c.email] + emails WHERE email IS NOT NULL]
]) AS rows
