// Who told us that they are unhappy: low scores and complaints, the newest first.
// $score (float, 6.0): scores up to this one, on the scale of their kind
// $limit (integer, 50): how many
MATCH (feedback:Feedback)
WHERE feedback.kind = "complaint" OR feedback.score <= $score
MATCH (giver:Customer|Contact)-[:GAVE]->(feedback)
OPTIONAL MATCH (giver)-[:WORKS_AT]->(account:Customer)
WITH feedback, giver, collect(account.name) AS accounts
RETURN feedback.at AS at, giver.name AS name, accounts[0] AS account, feedback.kind AS kind, feedback.score AS score,
       feedback.text AS text, feedback.id AS id
ORDER BY at DESC, id
LIMIT $limit
