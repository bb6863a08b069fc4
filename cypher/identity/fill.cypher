// Fills the nodes that stand for several records: the own values of each first, then those of the fullest record.
// Who opted out in one system has opted out.
// $keys (string list, ["contact:1"]): the nodes, by the key of their own record
UNWIND $keys AS key
MATCH (own:Original {key: key})<-[:STANDS_FOR]-(stand)-[:STANDS_FOR]->(o:Original)
WITH own, stand, o
ORDER BY size(keys(o)), o.key DESC
WITH own, stand, [record IN collect(o) WHERE record.key <> own.key | properties(record)] AS others,
     max(coalesce(o.opted_out, false)) AS opted_out
SET stand = {}
FOREACH (other IN others | SET stand += other)
SET stand += properties(own)
SET stand.label = own.own_label, stand.own_label = null, stand.own_key = null,
    stand.key = CASE own.label WHEN 'Customer' THEN own.own_key ELSE own.key END,
    stand.provisional = own.provisional, stand.opted_out = CASE WHEN opted_out THEN true ELSE own.opted_out END
