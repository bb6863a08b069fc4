// The strongest ties of these people, with other contacts and with our own people.
// $keys (string list, ["contact:1"]): the people
// $limit (integer, 3): how many of each kind
MATCH (p:Person)
WHERE p.key IN $keys
RETURN p.key AS key,
       COLLECT {
         MATCH (p)-[k:KNOWS]-(q:Contact)
         RETURN {key: q.key, name: coalesce(q.name, q.email, q.id), strength: k.strength}
         ORDER BY k.strength DESC, q.key LIMIT $limit
       } AS contacts,
       COLLECT {
         MATCH (p)-[k:KNOWS]-(q:Employee)
         RETURN {key: q.key, name: coalesce(q.name, q.email, q.id), strength: k.strength}
         ORDER BY k.strength DESC, q.key LIMIT $limit
       } AS employees
ORDER BY key
