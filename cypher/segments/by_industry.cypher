// Customers by industry: how many, with how many people, and what they bought.
MATCH (c:Customer)
CALL (c) {
  CALL (c) {
    MATCH (c)-[:MADE]->(purchase:Purchase)
    RETURN purchase
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(purchase:Purchase)
    RETURN purchase
  }
  RETURN sum(purchase.amount) AS spent_here
}
WITH coalesce(c.industry, "(unknown)") AS industry, c, spent_here, COUNT { (c)<-[:WORKS_AT]-(:Contact) } AS people_here
RETURN industry, count(c) AS customers, sum(people_here) AS people, sum(spent_here) AS spent
ORDER BY customers DESC, industry
