// Accounts that fell silent: what happened lately, against what was usual in the year before.
// Days are counted back from the newest interaction in the graph.
// $days (integer, 90): how long "lately" is
// $usual (float, 2.0): only accounts that had at least so many interactions in as many days
// $share (float, 0.5): only accounts that have at most this share of them left
// $limit (integer, 50): how many accounts
CALL () {
  MATCH (i:Interaction)
  WHERE i.at <= datetime()
  RETURN i.at AS as_of
  ORDER BY as_of DESC
  LIMIT 1
}
WITH as_of, as_of - duration({days: $days}) AS lately, as_of - duration({days: $days + 365}) AS since
MATCH (i:Interaction)
WHERE i.at > since AND i.at <= as_of
CALL (i) {
  MATCH (i)-[:ABOUT]->(c:Customer)
  RETURN c
  UNION
  MATCH (i)<-[:TOOK_PART]-(:Contact)-[:WORKS_AT]->(c:Customer)
  RETURN c
}
WITH c, as_of, max(i.at) AS last_at, count(CASE WHEN i.at > lately THEN 1 END) AS recent,
     count(CASE WHEN i.at <= lately THEN 1 END) * $days / 365.0 AS usual
WHERE usual >= $usual AND recent <= $share * usual
RETURN c.id AS id, c.name AS name, recent, round(usual, 1) AS usual, last_at,
       duration.inDays(last_at, as_of).days AS days_silent
ORDER BY usual - recent DESC, id
LIMIT $limit
