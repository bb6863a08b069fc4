// What these people referred, by currency.
// $keys (string list, ["contact:1"]): the people
MATCH (p:Person)
WHERE p.key IN $keys
MATCH (p)-[r:REFERRED]->(:Contact|Customer)
WITH p, r, r.status = 'won' AS won
RETURN p.key AS key, coalesce(r.currency, '') AS currency, count(r) AS referred, sum(CASE WHEN won THEN 1 ELSE 0 END) AS won,
       sum(CASE WHEN won THEN coalesce(r.value, 0.0) ELSE 0.0 END) AS value
ORDER BY key, currency
