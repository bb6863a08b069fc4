// Shows the relationships of merged records at the nodes that stand for them, `via` the record.
// What would be there twice, or lead from a node to itself, stays with the record.
// $keys (string list, ["contact:2"]): the merged records
// $types (string list, ["WORKS_AT"]): the types of relationships that go with a record
// $identity (string list, ["as"]): the properties that tell relationships between the same two nodes apart
UNWIND $keys AS key
MATCH (o:Original {key: key})-[r]-()
WHERE type(r) IN $types
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
OPTIONAL MATCH (stand_a:Contact|Customer|Employee)-[:STANDS_FOR]->(a)
WHERE a:Original
OPTIONAL MATCH (stand_b:Contact|Customer|Employee)-[:STANDS_FOR]->(b)
WHERE b:Original
WITH r, coalesce(stand_a, a) AS start, coalesce(stand_b, b) AS end,
     [CASE WHEN a:Original THEN a.key ELSE split(r.via, ';')[0] END,
      CASE WHEN b:Original THEN b.key ELSE split(r.via, ';')[-1] END] AS vias
WHERE start <> end
WITH r, start, end, type(r) AS type, [name IN $identity | coalesce(r[name], '')] AS identity,
     reduce(via = '', k IN [k IN vias WHERE k IS NOT NULL] | via + CASE via WHEN '' THEN '' ELSE ';' END + k) AS via
ORDER BY via, elementId(r)
WITH start, end, type, identity, collect({old: r, via: via})[0] AS first
OPTIONAL MATCH (start)-[twin]->(end)
WHERE type(twin) = type AND [name IN $identity | coalesce(twin[name], '')] = identity
WITH start, end, type, first, count(twin) AS twins
WHERE twins = 0
WITH start, end, type, first.old AS old, first.via AS via
CREATE (start)-[new:$(type)]->(end)
SET new = properties(old), new.via = via
DELETE old
