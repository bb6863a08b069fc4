// Gives merged records their relationships back from the node that stands for them, or stood for them before.
// $keys (string list, ["contact:2"]): the merged records
// $types (string list, ["WORKS_AT"]): the types of relationships that go with a record
// $identity (string list, ["as"]): the properties that tell relationships between the same two nodes apart
UNWIND $keys AS key
MATCH (stand:Contact|Customer|Employee)-[:STANDS_FOR]->(o:Original {key: key})
MATCH (stand)-[:STANDS_FOR*0..1]->(holder:Contact|Customer|Employee|Original)
MATCH (holder)-[r]-()
WHERE r.via IS NOT NULL AND type(r) IN $types
WITH key, CASE WHEN o.id = stand.id THEN stand ELSE o END AS o, holder, r, startNode(r) = holder AS leaves
WHERE holder <> o
WITH key, o, r, leaves
WHERE r.via = key OR (leaves AND r.via STARTS WITH key + ';') OR (NOT leaves AND r.via ENDS WITH ';' + key)
WITH o, r, type(r) AS type, [name IN $identity | coalesce(r[name], '')] AS identity,
     CASE WHEN leaves THEN o ELSE startNode(r) END AS start, CASE WHEN leaves THEN endNode(r) ELSE o END AS end,
     CASE WHEN r.via = key THEN null WHEN leaves THEN substring(r.via, size(key) + 1)
          ELSE left(r.via, size(r.via) - size(key) - 1) END AS via
OPTIONAL MATCH (start)-[twin]->(end)
WHERE type(twin) = type AND [name IN $identity | coalesce(twin[name], '')] = identity
  AND coalesce(twin.via, '') = coalesce(via, '')
WITH r, type, start, end, via, collect(twin)[0] AS twin
CALL (r, type, start, end, via, twin) {
  WITH r, type, start, end, via, twin
  WHERE twin IS NULL
  CREATE (start)-[new:$(type)]->(end)
  SET new = properties(r), new.via = via
  UNION
  WITH r, via, twin
  WHERE twin IS NOT NULL
  SET twin += properties(r), twin.via = via
}
DELETE r
