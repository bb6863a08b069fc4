// How many records of each kind the graph holds.
CALL () {
  MATCH (n:Customer)
  RETURN "customers" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Contact)
  RETURN "contacts" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Employee)
  RETURN "employees" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Interaction)
  RETURN "interactions" AS kind, count(n) AS records
  UNION ALL
  MATCH ()-[r:REFERRED]->()
  RETURN "referrals" AS kind, count(r) AS records
  UNION ALL
  MATCH ()-[r:RELATED_TO]->()
  RETURN "relationships" AS kind, count(r) AS records
  UNION ALL
  MATCH (n:Purchase)
  RETURN "purchases" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Product)
  RETURN "products" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Contract)
  RETURN "contracts" AS kind, count(n) AS records
  UNION ALL
  MATCH (n:Feedback)
  RETURN "feedback" AS kind, count(n) AS records
  UNION ALL
  MATCH ()-[r:KNOWS]->()
  RETURN "ties" AS kind, count(r) AS records
}
RETURN kind, records
ORDER BY kind
