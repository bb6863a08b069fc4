// People with what search finds them by, in the order of their keys: many in one row, as lists.
// Records that were merged count for who stands for them: their names and e-mails come with it.
// $after (string, ""): the key after which to begin
// $run (string, null): id of the analysis that says how much they matter
// $limit (integer, 5000): how many
MATCH (p:Person)
WHERE p.key > $after
WITH p
ORDER BY p.key
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
  RETURN c.id AS account
  ORDER BY account
  LIMIT 1
}
CALL (p) {
  OPTIONAL MATCH (p)-[s:SCORED]->(:AnalysisRun {id: $run})
  RETURN max(s.pagerank) AS weight
}
CALL (p) {
  OPTIONAL MATCH (p)-[:STANDS_FOR]->(o:Original)
  RETURN collect(o.name) AS names, collect(o.email) AS emails
}
RETURN collect([
  p.key, CASE WHEN p:Employee THEN "employee" ELSE "contact" END, coalesce(p.name, p.email, p.id), p.title,
  "customer:" + account, null, null, coalesce(p.opted_out, false), weight,
  [name IN [p.name, p.other_name] + names WHERE name IS NOT NULL],
  [email IN [p.email] + emails WHERE email IS NOT NULL]
]) AS rows
