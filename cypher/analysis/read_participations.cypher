// Who took which part in the interactions until a moment.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (i:Interaction)
WHERE i.at <= $as_of
MATCH (p:Person)-[part:TOOK_PART]->(i)
RETURN i.id AS interaction, p.key AS person, part.as AS role
