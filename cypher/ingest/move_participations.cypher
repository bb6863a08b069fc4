// Lets one person take the parts of another in interactions.
// $rows (map list, [{"key": "contact:mail:ann@example.com", "to": "contact:7", "via": null}]): from whom to whom
// $limit (integer, 5000): how many at most
UNWIND $rows AS row
MATCH (:Person {key: row.key})-[former:TOOK_PART]->(i:Interaction)
MATCH (to:Person {key: row.to})
WITH row, former, to, i LIMIT $limit
CALL (row, former, to, i) {
  WITH * WHERE NOT EXISTS { MATCH (to)-[same:TOOK_PART]->(i) WHERE same.as = former.as }
  CREATE (to)-[moved:TOOK_PART]->(i)
  SET moved = properties(former), moved.via = row.via
}
DELETE former
