// The people of an account, those that our employees know best first.
// `strength`, `known_by` and `last_at` are of the strongest tie with one of our employees.
// $id (string, "1"): the account
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 50): how many at most
MATCH (:Customer {id: $id})<-[:WORKS_AT]-(p:Contact)
CALL (p) {
  OPTIONAL MATCH (p)-[tie:KNOWS]-(e:Employee)
  RETURN tie.strength AS strength, e.key AS known_by_key, coalesce(e.name, e.email, e.id) AS known_by
  ORDER BY coalesce(strength, -1.0) DESC, known_by_key
  LIMIT 1
}
CALL (p) {
  OPTIONAL MATCH (p)-[tie:KNOWS]-(:Employee)
  RETURN max(tie.last_at) AS last_at, count(tie) AS ties
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title, p.role AS role,
       p.opted_out AS opted_out, p.provisional AS provisional, p.department AS department,
       head(COLLECT { MATCH (p)-[:REPORTS_TO]->(m:Person) RETURN m.key ORDER BY m.key LIMIT 1 }) AS manager_key,
       strength, known_by_key, known_by, last_at, ties
ORDER BY coalesce(strength, -1.0) DESC, name, key
SKIP $offset LIMIT $limit
