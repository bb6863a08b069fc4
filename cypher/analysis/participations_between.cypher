// Who took which part in the interactions between two moments.
// $since (datetime, "2024-01-01T00:00:00Z"): the first moment, not counted
// $until (datetime, "2024-07-01T00:00:00Z"): the last one
MATCH (i:Interaction)
WHERE i.at > $since AND i.at <= $until
MATCH (p:Person)-[part:TOOK_PART]->(i)
RETURN i.id AS interaction, i.at.epochMillis / 1000.0 AS at, i.channel AS channel, p.key AS person, part.as AS role
