// The ties of some people that an introduction may run over: people who opted out are no links, but may be its ends.
// $keys (string list, ["contact:1"]): the people
// $ends (string list, ["contact:1", "contact:2"]): the two ends
UNWIND $keys AS key
MATCH (a:Person {key: key})-[k:KNOWS]-(b:Person)
WHERE NOT coalesce(b.opted_out, false) OR b.key IN $ends
RETURN key, collect(b.key) AS others, collect(k.strength) AS strengths
