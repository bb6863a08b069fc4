// The names of some accounts.
// $ids (string list, ["1"]): the accounts
MATCH (c:Customer)
WHERE c.id IN $ids
RETURN c.id AS id, coalesce(c.name, c.id) AS name
ORDER BY id
