// Which person or account a key means, the record's own or that of one merged into it, with all keys that lead to it.
// $key (string, "contact:7"): the record
CALL () {
  MATCH (r:Person {key: $key}) RETURN r
  UNION ALL
  MATCH (r:Customer {id: substring($key, 9)}) WHERE $key STARTS WITH 'customer:' RETURN r
  UNION ALL
  MATCH (:Original {key: $key})<-[:STANDS_FOR]-(r) RETURN r
}
WITH coalesce(r.key, 'customer:' + r.id) AS key, r
OPTIONAL MATCH (r)-[:STANDS_FOR]->(o:Original)
RETURN key, r.name AS name, collect(o.key) AS merged
ORDER BY key LIMIT 1
