// Whom somebody brought us, whom those brought, and so on to the sixth step.
// $key (string, "contact:1"): who it begins with: contact:ID or customer:ID
// $limit (integer, 500): how many referrals
CALL () {
  MATCH (root:Person {key: $key})
  RETURN root
  UNION ALL
  MATCH (root:Customer {id: replace($key, "customer:", "")})
  WHERE $key STARTS WITH "customer:"
  RETURN root
}
MATCH path = (root)-[:REFERRED*1..6]->(:Contact|Customer)
WITH last(relationships(path)) AS referral, min(length(path)) AS step
WITH referral, step, startNode(referral) AS referrer, endNode(referral) AS referred
RETURN step, referrer.name AS referrer, referred.name AS referred, referral.status AS status, referral.value AS value,
       referral.program AS program, referral.at AS at, referral.id AS id, referral
ORDER BY step, at, id
LIMIT $limit
