// Who works where: many in one row, as lists.
// $bounds (string list, ["contact:1", "contact:2"]): keys of people, a row for those from each up to the next
// $day (date, "2024-01-01"): who began later is left out
UNWIND range(0, size($bounds) - 2) AS number
WITH $bounds[number] AS first, $bounds[number + 1] AS next
CALL (first, next) {
  MATCH (p:Person)
  WHERE first <= p.key < next
  MATCH (p)-[works:WORKS_AT]->(c:Customer)
  WHERE works.since IS NULL OR works.since <= $day
  RETURN collect([p.key, c.id]) AS rows
}
RETURN rows
