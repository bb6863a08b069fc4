// Who brought us most, directly and through those they brought.
// Values of referrals that were won, each counted once, to the sixth step.
// $limit (integer, 20): how many
MATCH (referrer:Contact|Customer)-[:REFERRED]->()
WITH DISTINCT referrer
MATCH path = (referrer)-[:REFERRED*1..6]->()
WITH referrer, last(relationships(path)) AS referral, min(length(path)) AS step
WHERE referral.status = "won"
WITH referrer, sum(CASE step WHEN 1 THEN referral.value ELSE 0 END) AS own,
     sum(CASE step WHEN 1 THEN 0 ELSE referral.value END) AS downstream, count(referral) AS won
RETURN coalesce(referrer.key, "customer:" + referrer.id) AS key, referrer.name AS name, own, downstream,
       own + downstream AS value, won
ORDER BY value DESC, key
LIMIT $limit
