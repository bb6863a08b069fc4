// The names of some people.
// $ids (string list, ["contact:1"]): keys of the people
MATCH (p:Person)
WHERE p.key IN $ids
RETURN p.key AS id, coalesce(p.name, p.email, p.id) AS name
ORDER BY id
