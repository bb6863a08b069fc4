// Who took which part in the interactions until a moment: many in one row, as lists.
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
  MATCH (p:Person)-[part:TOOK_PART]->(i)
  RETURN collect([i.id, p.key, part.as]) AS rows
}
RETURN rows
