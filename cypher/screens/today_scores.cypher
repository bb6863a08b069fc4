// How often which score was given in each quarter of a year.
// $since (datetime, "2023-01-01T00:00:00Z"): after this moment
// $until (datetime, "2024-01-01T00:00:00Z"): to this moment
// $owner (string, ""): only accounts that this employee looks after, as employee:ID; "" for all
CALL () {
  MATCH (f:Feedback)
  WHERE $owner = ""
  RETURN f
  UNION ALL
  MATCH (:Person:Employee {key: $owner})-[:OWNS]->(c:Customer)
  CALL (c) {
    MATCH (c)-[:GAVE]->(f:Feedback)
    RETURN f
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:GAVE]->(f:Feedback)
    RETURN f
  }
  RETURN DISTINCT f
}
WITH f
WHERE f.at > $since AND f.at <= $until AND f.kind IN ["nps", "csat", "ces"] AND f.score IS NOT NULL
WITH toString(date.truncate("quarter", f.at)) AS quarter, f.at > datetime($until) - duration({days: 365}) AS lately, f.kind AS kind,
     toFloat(f.score) AS score
RETURN quarter, lately, kind, score, count(*) AS answers
ORDER BY quarter, lately, kind, score
