// The names of some people.
// $keys (string list, ["contact:1"]): the people
UNWIND $keys AS key
MATCH (p:Person {key: key})
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name
ORDER BY key
