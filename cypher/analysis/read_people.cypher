// Every person, ours and theirs: many in one row, as lists.
// $bounds (string list, ["contact:1", "contact:2"]): keys, a row for those from each up to the next
UNWIND range(0, size($bounds) - 2) AS number
WITH $bounds[number] AS first, $bounds[number + 1] AS next
CALL (first, next) {
  MATCH (p:Person)
  WHERE first <= p.key < next
  RETURN collect([
    p.key, p.name, p:Employee, p.title, p.role, p.email, p.phone, p.address, p.city, p.country,
    coalesce(p.opted_out, false), coalesce(p.provisional, false)
  ]) AS rows
}
RETURN rows
