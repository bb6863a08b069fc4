// What is known of each person, to tell what the members of a cluster share.
MATCH (p:Person)
OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
WITH p, c ORDER BY c.id
WITH p, head(collect(c)) AS account
RETURN p.key AS key, p.name AS name, account.name AS company, account.industry AS industry,
       coalesce(p.city, account.city) AS city, coalesce(account.region, account.country) AS region
