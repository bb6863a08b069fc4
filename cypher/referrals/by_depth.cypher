// What referrals bring, by how many steps they are away from where a chain of referrals began.
MATCH (root:Contact|Customer)-[:REFERRED]->()
WHERE NOT EXISTS { (root)<-[:REFERRED]-() }
WITH DISTINCT root
MATCH path = (root)-[:REFERRED*1..6]->()
WITH last(relationships(path)) AS referral, min(length(path)) AS step
RETURN step, count(referral) AS referrals, count(CASE referral.status WHEN "won" THEN 1 END) AS won,
       sum(CASE referral.status WHEN "won" THEN referral.value END) AS value
ORDER BY step
