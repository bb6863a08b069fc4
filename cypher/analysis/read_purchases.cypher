// Every purchase until a moment: who bought what, and who of us sold it.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (p:Purchase)
WHERE p.at <= $as_of
RETURN p.id AS id, p.at.epochMillis AS at, p.amount AS amount, p.currency AS currency, p.quantity AS quantity,
       head(COLLECT { MATCH (c:Customer)-[:MADE]->(p) RETURN c.id AS id ORDER BY id LIMIT 1 }) AS customer,
       head(COLLECT { MATCH (c:Contact)-[:MADE]->(p) RETURN c.key AS key ORDER BY key LIMIT 1 }) AS contact,
       head(COLLECT { MATCH (e:Employee)-[:SOLD]->(p) RETURN e.key AS key ORDER BY key LIMIT 1 }) AS seller,
       head(COLLECT { MATCH (p)-[:OF]->(product:Product) RETURN product.id AS id ORDER BY id LIMIT 1 }) AS product
