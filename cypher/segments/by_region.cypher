// Customers by region: how many, with how many people, and what they bought.
MATCH (c:Customer)
WITH coalesce(c.region, c.country, "(unknown)") AS region, c, COUNT { (c)<-[:WORKS_AT]-(:Contact) } AS people
OPTIONAL MATCH (c)-[:MADE]->(purchase:Purchase)
WITH region, c, people, sum(purchase.amount) AS spent
RETURN region, count(c) AS customers, sum(people) AS people, sum(spent) AS spent
ORDER BY customers DESC, region
