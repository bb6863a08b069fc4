// The addresses of contacts from contact lists, and where they work.
MATCH (c:Customer)<-[:WORKS_AT]-(p:Contact)
WHERE p.email IS NOT NULL AND p.provisional IS NULL
RETURN c.id AS customer, p.email AS address
