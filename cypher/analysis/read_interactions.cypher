// Every interaction until a moment, with the accounts that it is said to be about: many in one row, as lists.
// $first (datetime, "2024-01-01T00:00:00Z"): when the first was
// $step (integer, 86400000): milliseconds of the time that one row stands for
// $steps (integer, 1): how many rows
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
UNWIND range(0, $steps - 1) AS number
WITH datetime($first) + duration({milliseconds: number * $step}) AS since,
     datetime($first) + duration({milliseconds: (number + 1) * $step}) AS until
CALL (since, until) {
  MATCH (i:Interaction)
  WHERE since <= i.at < until AND i.at <= $as_of
  RETURN collect([
    i.id, i.at.epochMillis, i.channel, i.direction, i.sentiment, i.text_sentiment, coalesce(i.batch, ''),
    COLLECT { MATCH (i)-[:ABOUT]->(c:Customer) RETURN c.id AS id ORDER BY id }
  ]) AS rows
}
RETURN rows
