// The names of some accounts.
// $ids (string list, ["1"]): the accounts
UNWIND $ids AS id
MATCH (c:Customer {id: id})
RETURN c.id AS id, coalesce(c.name, c.id) AS name
ORDER BY id
