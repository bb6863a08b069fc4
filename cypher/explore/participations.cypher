// The interactions in which at least two of some people took part, the newest first, with everybody who did.
// $keys (string list, ["contact:1", "contact:2"]): the people
// $limit (integer, 20000): how many interactions at most
MATCH (p:Person)-[:TOOK_PART]->(i:Interaction)
WHERE p.key IN $keys
WITH i, count(DISTINCT p) AS shown
WHERE shown > 1
WITH i
ORDER BY i.at DESC, i.id
LIMIT $limit
MATCH (p:Person)-[part:TOOK_PART]->(i)
RETURN i.id AS interaction, i.at.epochMillis / 1000.0 AS at, i.channel AS channel, p.key AS person, part.as AS role
