// Who has a relation with whom, as files say.
// $day (date, "2024-01-01"): what began later is left out
MATCH (a:Person)-[relation:RELATED_TO]->(b:Person)
WHERE relation.since IS NULL OR relation.since <= $day
RETURN a.key AS a, b.key AS b, relation.kind AS kind, relation.confidence AS confidence
