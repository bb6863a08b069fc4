// Who has which part in which deal.
MATCH (p:Contact)-[part:PLAYS]->(d:Deal)
RETURN d.id AS deal, p.key AS person, part.role AS role
