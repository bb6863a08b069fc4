// The contacts that a person knows, the strongest ties first, and how many there are.
// $key (string, "contact:7"): the person
// $limit (integer, 25): how many to list at most
MATCH (n:Person {key: $key})-[t:KNOWS]-(o:Contact)
WITH o.key AS other, t.strength AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
