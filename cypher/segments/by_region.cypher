// Customers by region: how many, with how many people, and what they bought.
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
WITH coalesce(c.region, c.country, "(unknown)") AS region, c, spent_here, COUNT { (c)<-[:WORKS_AT]-(:Contact) } AS people_here
RETURN region, count(c) AS customers, sum(people_here) AS people, sum(spent_here) AS spent
ORDER BY customers DESC, region
