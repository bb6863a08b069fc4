// How much an account and its people bought, for each currency.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)-[:MADE]->(p:Purchase)
  RETURN p
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(p:Purchase)
  RETURN p
}
WITH coalesce(p.currency, "") AS currency, count(p) AS purchases, sum(p.amount) AS amount
RETURN currency, purchases, amount
ORDER BY amount DESC, currency
