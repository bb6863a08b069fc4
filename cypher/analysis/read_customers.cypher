// Every account, and what it belongs to.
MATCH (c:Customer)
RETURN c.id AS id, c.name AS name, c.kind AS kind, c.industry AS industry, c.region AS region, c.city AS city,
       c.country AS country, c.email AS email, c.website AS website, c.created_at.epochMillis AS created_at,
       head(COLLECT { MATCH (c)-[:PART_OF]->(whole:Customer) RETURN whole.id AS id ORDER BY id LIMIT 1 }) AS parent
