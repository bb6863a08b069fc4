// Who works where.
// $day (date, "2024-01-01"): who began later is left out
MATCH (p:Contact)-[works:WORKS_AT]->(c:Customer)
WHERE works.since IS NULL OR works.since <= $day
RETURN p.key AS person, c.id AS customer
