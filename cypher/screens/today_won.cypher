// Referrals that were won between two moments, those that brought most first.
// $since (datetime, "2023-01-01T00:00:00Z"): from this moment
// $until (datetime, "2024-01-01T00:00:00Z"): before this moment
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many referrals
MATCH (who)-[r:REFERRED]->(brought)
WHERE r.status = "won" AND r.at >= $since AND r.at < $until
  AND ($owner = "" OR EXISTS { (who)<-[:OWNS]-(:Employee {key: $owner}) }
       OR EXISTS { (who)-[:WORKS_AT]->(:Customer)<-[:OWNS]-(:Employee {key: $owner}) })
WITH r, who, brought
ORDER BY coalesce(r.value, 0.0) DESC, r.id
WITH count(*) AS total, collect({r: r, who: who, brought: brought}) AS won
UNWIND won[$offset..$offset + $limit] AS one
WITH total, one.r AS r, one.who AS who, one.brought AS brought
RETURN r.id AS id, r.at AS at, r.value AS value, r.currency AS currency, r.program AS program,
       coalesce(who.key, "customer:" + who.id) AS key, coalesce(who.name, who.email, who.id) AS name,
       coalesce(brought.key, "customer:" + brought.id) AS brought_key,
       coalesce(brought.name, brought.email, brought.id) AS brought, total
ORDER BY coalesce(value, 0.0) DESC, id
