// How many records of each kind the graph holds.
CALL () {
  MATCH (n:Customer)
  WITH count(n) AS records
  RETURN "customers" AS kind, records
  UNION ALL
  MATCH (n:Contact)
  WITH count(n) AS records
  RETURN "contacts" AS kind, records
  UNION ALL
  MATCH (n:Employee)
  WITH count(n) AS records
  RETURN "employees" AS kind, records
  UNION ALL
  MATCH (n:Interaction)
  WITH count(n) AS records
  RETURN "interactions" AS kind, records
  UNION ALL
  MATCH ()-[r:REFERRED]->()
  WITH count(r) AS records
  RETURN "referrals" AS kind, records
  UNION ALL
  MATCH ()-[r:RELATED_TO]->()
  WITH count(r) AS records
  RETURN "relationships" AS kind, records
  UNION ALL
  MATCH (n:Purchase)
  WITH count(n) AS records
  RETURN "purchases" AS kind, records
  UNION ALL
  MATCH (n:Product)
  WITH count(n) AS records
  RETURN "products" AS kind, records
  UNION ALL
  MATCH (n:Contract)
  WITH count(n) AS records
  RETURN "contracts" AS kind, records
  UNION ALL
  MATCH (n:Feedback)
  WITH count(n) AS records
  RETURN "feedback" AS kind, records
  UNION ALL
  MATCH ()-[r:KNOWS]->()
  WITH count(r) AS records
  RETURN "ties" AS kind, records
}
RETURN kind, records
ORDER BY kind
