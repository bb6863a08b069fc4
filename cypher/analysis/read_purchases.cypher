// Every purchase until a moment: who bought what, and who of us sold it; many in one row, as lists.
// $first (datetime, "2024-01-01T00:00:00Z"): when the first was
// $step (integer, 86400000): milliseconds of the time that one row stands for
// $steps (integer, 1): how many rows
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
UNWIND range(0, $steps - 1) AS number
WITH datetime($first) + duration({milliseconds: number * $step}) AS since,
     datetime($first) + duration({milliseconds: (number + 1) * $step}) AS until
CALL (since, until) {
  MATCH (p:Purchase)
  WHERE since <= p.at < until AND p.at <= $as_of
  RETURN collect([
    p.id, p.at.epochMillis, p.amount, p.currency, p.quantity,
    head(COLLECT { MATCH (c:Customer)-[:MADE]->(p) RETURN c.id AS id ORDER BY id LIMIT 1 }),
    head(COLLECT { MATCH (c:Contact)-[:MADE]->(p) RETURN c.key AS key ORDER BY key LIMIT 1 }),
    head(COLLECT { MATCH (e:Employee)-[:SOLD]->(p) RETURN e.key AS key ORDER BY key LIMIT 1 }),
    head(COLLECT { MATCH (p)-[:OF]->(product:Product) RETURN product.id AS id ORDER BY id LIMIT 1 })
  ]) AS rows
}
RETURN rows
