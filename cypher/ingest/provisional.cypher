// Every provisional person, and the account where they are taken to work.
CALL () {
  MATCH (p:Contact {provisional: true}) WHERE p.id = 'mail:' + p.email RETURN p
  UNION ALL
  MATCH (p:Employee {provisional: true}) WHERE p.id = 'mail:' + p.email RETURN p
}
OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
RETURN p.key AS key, p.email AS address, p.name AS name, p.source AS source, p.batch AS batch, c.id AS customer
