// Who works at the same account as a person, those they know best first, and how many there are.
// $key (string, "contact:7"): the person
// $limit (integer, 25): how many to list at most
MATCH (n:Person {key: $key})-[:WORKS_AT]->(:Customer)<-[:WORKS_AT]-(o:Contact)
WHERE o <> n
WITH DISTINCT n, o
OPTIONAL MATCH (n)-[t:KNOWS]-(o)
WITH o.key AS other, t.strength AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
