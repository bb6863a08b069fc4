// Industries, cities and owners that accounts can be picked by, with how many accounts each has.
CALL () {
  MATCH (c:Customer)
  WHERE c.industry IS NOT NULL
  RETURN "industry" AS kind, c.industry AS value, c.industry AS name, count(*) AS accounts
  UNION ALL
  MATCH (c:Customer)
  WHERE c.city IS NOT NULL
  RETURN "city" AS kind, c.city AS value, c.city AS name, count(*) AS accounts
  UNION ALL
  MATCH (e:Employee)-[:OWNS]->(c:Customer)
  RETURN "owner" AS kind, e.key AS value, coalesce(e.name, e.email, e.id) AS name, count(*) AS accounts
}
RETURN kind, value, name, accounts
ORDER BY kind, name, value
