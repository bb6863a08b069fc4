// The ties that an introduction may run over: people who opted out are no links, but may be its ends.
// $ends (string list, ["contact:1", "contact:2"]): the two ends
MATCH (a:Person)-[k:KNOWS]->(b:Person)
WHERE (NOT coalesce(a.opted_out, false) OR a.key IN $ends) AND (NOT coalesce(b.opted_out, false) OR b.key IN $ends)
RETURN a.key AS a, b.key AS b, k.strength / 100.0 AS weight
