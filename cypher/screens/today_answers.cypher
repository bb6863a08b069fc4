// Answers of one kind between two moments, the lowest scores first.
// $kind (string, "nps"): nps, csat or ces
// $since (datetime, "2023-01-01T00:00:00Z"): from this moment
// $until (datetime, "2024-01-01T00:00:00Z"): before this moment
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many answers
MATCH (giver:Customer|Contact)-[:GAVE]->(f:Feedback {kind: $kind})
WHERE f.at >= $since AND f.at < $until AND f.score IS NOT NULL
OPTIONAL MATCH (giver)-[:WORKS_AT]->(employer:Customer)
WITH f, giver, CASE WHEN giver:Customer THEN giver ELSE employer END AS account
WHERE $owner = "" OR EXISTS { (account)<-[:OWNS]-(:Employee {key: $owner}) }
WITH f, giver, account
ORDER BY f.score, f.at DESC, f.id, giver.id, account.id
WITH f, head(collect({giver: giver, account: account})) AS first
WITH count(*) AS total, collect({f: f, giver: first.giver, account: first.account}) AS answers
UNWIND answers[$offset..$offset + $limit] AS one
WITH total, one.f AS f, one.giver AS giver, one.account AS account
RETURN f.id AS id, f.at AS at, f.score AS score, f.text AS text, coalesce(giver.key, "customer:" + giver.id) AS key,
       coalesce(giver.name, giver.email, giver.id) AS name, account.id AS account_id, account.name AS account, total
ORDER BY score, at DESC, id
