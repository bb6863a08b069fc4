// One person: what is recorded, where they work, whom they report to, and how many ties and interactions they have.
// $key (string, "contact:7"): the person
MATCH (p:Person {key: $key})
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
  RETURN c.id AS account_id, c.name AS account
  ORDER BY account_id
  LIMIT 1
}
CALL (p) {
  OPTIONAL MATCH (p)-[:REPORTS_TO]->(m:Person)
  RETURN m.key AS manager_key, coalesce(m.name, m.email, m.id) AS manager
  ORDER BY manager_key
  LIMIT 1
}
CALL (p) {
  OPTIONAL MATCH (p)-[:TOOK_PART]->(i:Interaction)
  RETURN count(DISTINCT i) AS interactions_total, max(i.at) AS last_at
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name,
       CASE WHEN p:Employee THEN "employee" ELSE "contact" END AS kind,
       p.title AS title, p.role AS role, p.email AS email, p.phone AS phone, p.city AS city,
       p.department AS department, p.team AS team, coalesce(p.opted_out, false) AS opted_out,
       coalesce(p.provisional, false) AS provisional, account_id, account, manager_key, manager,
       COUNT { (p)-[:KNOWS]-() } AS ties_total, interactions_total, last_at
