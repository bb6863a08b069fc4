// Makes nodes of merged records again, each with its own properties, and the one that stood for them what it was.
// $keys (string list, ["contact:1"]): the nodes that stand for others, by the key of their own record
UNWIND $keys AS key
MATCH (own:Original {key: key})<-[:STANDS_FOR]-(stand)
CALL (stand) {
  OPTIONAL MATCH (stand)-[derived:KNOWS|SCORED|MEMBER_OF|CARRIES|LINKED|INFERRED]-()
  DELETE derived
}
CALL (own, stand) {
  MATCH (stand)-[s:STANDS_FOR]->(other:Original)
  WHERE other <> own
  DELETE s
  REMOVE other:Original
  FOREACH (it IN CASE own.label WHEN 'Customer' THEN [other] ELSE [] END | SET it:Customer, it.key = it.own_key)
  FOREACH (it IN CASE own.label WHEN 'Contact' THEN [other] ELSE [] END | SET it:Contact:Person)
  FOREACH (it IN CASE own.label WHEN 'Employee' THEN [other] ELSE [] END | SET it:Employee:Person)
  SET other.label = other.own_label, other.own_label = null, other.own_key = null
}
SET stand = properties(own)
SET stand.key = CASE own.label WHEN 'Customer' THEN own.own_key ELSE own.key END,
    stand.label = own.own_label, stand.own_label = null, stand.own_key = null
DETACH DELETE own
