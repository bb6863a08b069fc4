// How many interactions an account had in each month, by channel.
// $id (string, "1"): the account
// $since (string, "2003-11-01T00:00:00Z"): count from this moment
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)<-[:ABOUT]-(i:Interaction)
  WHERE i.at >= datetime($since)
  RETURN i
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:TOOK_PART]->(i:Interaction)
  WHERE i.at >= datetime($since)
  RETURN i
}
WITH toString(date.truncate("month", i.at)) AS month, coalesce(i.channel, "other") AS channel, count(*) AS interactions
RETURN month, channel, interactions
ORDER BY month, channel
