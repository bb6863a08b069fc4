// The strongest ties of a person.
// $key (string, "contact:1"): the person
// $limit (integer, 20): how many ties
MATCH (p:Person {key: $key})-[k:KNOWS]-(other:Person)
WITH k, other
ORDER BY k.strength DESC, other.key
LIMIT $limit
RETURN other.key AS key, other.name AS name, k.strength AS strength, k.count AS interactions, k.last_at AS last_at,
       k.as_of AS as_of
ORDER BY strength DESC, key
