// The names of some products.
// $ids (string list, ["P-1"]): the products
MATCH (p:Product)
WHERE p.id IN $ids
RETURN p.id AS id, coalesce(p.name, p.id) AS name
ORDER BY id
