// The people of an account, those whom we know best first, and how many there are.
// $id (string, "7"): the account
// $limit (integer, 25): how many to list at most
MATCH (n:Customer {id: $id})<-[:WORKS_AT]-(o:Contact)
OPTIONAL MATCH (o)-[t:KNOWS]-(:Employee)
WITH o.key AS other, max(t.strength) AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
