// Who of us knows a person, the strongest tie first.
// $key (string, "contact:1"): the person
// $limit (integer, 10): how many colleagues
MATCH (person:Person {key: $key})-[k:KNOWS]-(colleague:Employee)
RETURN colleague.key AS key, colleague.name AS name, colleague.title AS title, k.strength AS strength,
       k.count AS interactions, k.last_at AS last_at
ORDER BY strength DESC, key
LIMIT $limit
