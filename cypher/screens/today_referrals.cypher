// What won referrals brought in each quarter of a year, by currency.
// $since (datetime, "2023-01-01T00:00:00Z"): after this moment
// $until (datetime, "2024-01-01T00:00:00Z"): to this moment
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
CALL () {
  MATCH ()-[r:REFERRED]->()
  WHERE $owner = ""
  RETURN r
  UNION ALL
  MATCH (:Person:Employee {key: $owner})-[:OWNS]->(c:Customer)
  CALL (c) {
    MATCH (c)-[r:REFERRED]->()
    RETURN r
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[r:REFERRED]->()
    RETURN r
  }
  RETURN DISTINCT r
}
WITH r
WHERE r.status = "won" AND r.at > $since AND r.at <= $until
WITH toString(date.truncate("quarter", r.at)) AS quarter, r.at > datetime($until) - duration({days: 365}) AS lately,
     r.currency AS currency, r.value AS value
RETURN quarter, lately, currency, count(*) AS won, sum(coalesce(value, 0.0)) AS value
ORDER BY quarter, lately, currency
