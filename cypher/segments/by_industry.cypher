// Customers by industry: how many, with how many people, and what they bought.
MATCH (c:Customer)
WITH coalesce(c.industry, "(unknown)") AS industry, c, COUNT { (c)<-[:WORKS_AT]-(:Contact) } AS people
OPTIONAL MATCH (c)-[:MADE]->(purchase:Purchase)
WITH industry, c, people, sum(purchase.amount) AS spent
RETURN industry, count(c) AS customers, sum(people) AS people, sum(spent) AS spent
ORDER BY customers DESC, industry
