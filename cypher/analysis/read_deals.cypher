// Every deal that was entered by a moment; one that was decided later is still open.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
// $day (date, "2024-01-01"): its day
MATCH (d:Deal)
WHERE d.created_at IS NULL OR d.created_at <= $as_of
RETURN d.id AS id, d.name AS name, d.stage AS stage, d.amount AS amount, d.currency AS currency,
       toString(d.closes_on) AS closes_on, d.created_at.epochMillis AS created_at, d.probability AS probability,
       CASE WHEN d.closes_on > $day THEN 'open' ELSE d.status END AS status,
       head(COLLECT { MATCH (c:Customer)-[:NEGOTIATES]->(d) RETURN c.id AS id ORDER BY id LIMIT 1 }) AS customer
