// The names of some people.
// $keys (string list, ["contact:1"]): the people
MATCH (p:Person)
WHERE p.key IN $keys
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name
ORDER BY key
