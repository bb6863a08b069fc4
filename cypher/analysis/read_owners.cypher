// Who of us looks after which account.
// $day (date, "2024-01-01"): who began later is left out
MATCH (e:Employee)-[owns:OWNS]->(c:Customer)
WHERE owns.since IS NULL OR owns.since <= $day
RETURN e.key AS employee, c.id AS customer
