// Ties of our own people that were warm at a moment, are weak at a later one, and had not a word in between.
// Strength is 100 (1 - exp(-mass / s0)) (1 + reciprocity) / 2, the mass halved in every half-life.
// $since (datetime, "2024-01-01T00:00:00Z"): the moment
// $until (datetime, "2024-02-01T00:00:00Z"): the later one
// $warm (float, 30.0): the strength from which a tie is warm
// $half_life (float, 90.0): days
// $s0 (float, 11.84): what mass is divided by
// $owner (string, ""): only ties of this employee, as employee:ID; "" for all
// $limit (integer, 6): how many ties
MATCH (e:Employee)
WHERE $owner = "" OR e.key = $owner
MATCH (e)-[k:KNOWS]-(p:Contact)
WHERE k.last_at <= $since AND k.strength > 0
WITH e, p, k, CASE WHEN k.sent > k.received THEN k.received / k.sent WHEN k.received > 0 THEN k.sent / k.received ELSE 0.0 END
     AS reciprocity, -k.mass / $s0 AS mass
WITH e, p, k, mass, 50.0 * (1 + reciprocity) AS most,
     2.0 ^ ((k.as_of.epochSeconds - datetime($since).epochSeconds) / 86400.0 / $half_life) AS grown,
     2.0 ^ ((k.as_of.epochSeconds - datetime($until).epochSeconds) / 86400.0 / $half_life) AS left
WITH e, p, k, most * (1 - exp(mass * grown)) AS strength_before, most * (1 - exp(mass * left)) AS strength
WHERE strength_before >= $warm AND strength < $warm
WITH e, p, k, strength_before, strength
ORDER BY strength_before - strength DESC, p.key, e.key
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, e.key AS employee_key,
       coalesce(e.name, e.email, e.id) AS employee, account.id AS account_id, account.name AS account,
       k.last_at AS last_at, k.count AS interactions, strength_before, strength
ORDER BY strength_before - strength DESC, key, employee_key
