// The interactions that two people both took part in, with everybody who did.
// $a (string, "contact:1"): a person
// $b (string, "contact:2"): another
MATCH (:Person {key: $a})-[:TOOK_PART]->(i:Interaction)<-[:TOOK_PART]-(:Person {key: $b})
WITH DISTINCT i
MATCH (p:Person)-[part:TOOK_PART]->(i)
RETURN i.id AS interaction, i.at.epochMillis / 1000.0 AS at, i.channel AS channel, i.subject AS subject,
       p.key AS person, part.as AS role
