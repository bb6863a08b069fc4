// Who reports to whom.
MATCH (p:Person)-[:REPORTS_TO]->(manager:Person)
RETURN p.key AS person, manager.key AS manager
