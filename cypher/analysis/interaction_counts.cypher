// How many interactions there are and parts that people took in them, and the newest change of what was loaded before.
CALL () {
  MATCH (i:Interaction)
  RETURN count(i) AS interactions
}
CALL () {
  MATCH ()-[part:TOOK_PART]->()
  RETURN count(part) AS parts
}
OPTIONAL CALL () {
  MATCH (c:Change)
  WHERE c.number IS NOT NULL
  RETURN c.id AS last
  ORDER BY c.number DESC
  LIMIT 1
}
RETURN interactions, parts, coalesce(last, '') AS last_change
