// Who was brought by whom; an account stands for its people, who share the referral evenly.
// $max_people (integer, 20): an account of more people than this stands for nobody in particular
MATCH (referrer:Contact|Customer)-[r:REFERRED]->(referred:Contact|Customer)
WITH CASE WHEN referrer:Contact THEN [referrer.key]
          ELSE COLLECT { MATCH (p:Contact)-[:WORKS_AT]->(referrer) RETURN p.key } END AS referrers,
     CASE WHEN referred:Contact THEN [referred.key]
          ELSE COLLECT { MATCH (p:Contact)-[:WORKS_AT]->(referred) RETURN p.key } END AS people
WHERE size(referrers) <= $max_people AND size(people) <= $max_people
UNWIND people AS a
UNWIND referrers AS b
WITH a, b, 1.0 / (size(people) * size(referrers)) AS weight
WHERE a <> b
RETURN a, b, sum(weight) AS weight
