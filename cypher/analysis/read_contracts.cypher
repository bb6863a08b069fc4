// Every contract that began by a day, and who signed it.
// $day (date, "2024-01-01"): the day
MATCH (k:Contract)
WHERE k.starts_on IS NULL OR k.starts_on <= $day
RETURN k.id AS id, toString(k.starts_on) AS starts_on, toString(k.ends_on) AS ends_on, k.value AS value, k.currency AS currency,
       head(COLLECT { MATCH (c:Customer)-[:SIGNED]->(k) RETURN c.id AS id ORDER BY id LIMIT 1 }) AS customer,
       head(COLLECT { MATCH (c:Contact)-[:SIGNED]->(k) RETURN c.key AS key ORDER BY key LIMIT 1 }) AS contact
