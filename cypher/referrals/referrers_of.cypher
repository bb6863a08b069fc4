// Who among the accounts that an employee looks after, and their people, referred anybody.
// $owner (string, "employee:1"): the employee, as employee:ID
MATCH (:Person:Employee {key: $owner})-[:OWNS]->(c:Customer)
CALL (c) {
  MATCH (c)-[:REFERRED]->()
  RETURN "customer:" + c.id AS key
  UNION
  MATCH (c)<-[:WORKS_AT]-(p:Contact)-[:REFERRED]->()
  RETURN p.key AS key
}
RETURN DISTINCT key
ORDER BY key
