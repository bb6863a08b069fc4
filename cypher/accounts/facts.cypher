// One account: what is recorded about it, and what it belongs to.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})
CALL (c) {
  OPTIONAL MATCH (c)-[:PART_OF]->(parent:Customer)
  RETURN parent.id AS parent_id, parent.name AS parent
  ORDER BY parent_id
  LIMIT 1
}
RETURN c.id AS id, c.name AS name, c.kind AS kind, c.industry AS industry, c.region AS region, c.city AS city,
       c.country AS country, c.email AS email, c.phone AS phone, c.website AS website, c.created_at AS created_at,
       parent_id, parent, COUNT { (c)<-[:PART_OF]-() } AS parts
