// Who stands for records that were merged; those that stand for themselves are left out.
// $keys (string list, ["contact:7"]): the records
MATCH (o:Original)<-[:STANDS_FOR]-(r)
WHERE o.key IN $keys AND o.key <> coalesce(r.key, 'customer:' + r.id)
RETURN o.key AS was, coalesce(r.key, 'customer:' + r.id) AS key
ORDER BY was
