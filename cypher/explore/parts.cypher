// The accounts that belong to an account, and how many there are.
// $id (string, "7"): the account
// $limit (integer, 25): how many to list at most
MATCH (n:Customer {id: $id})<-[:PART_OF]-(o:Customer)
WITH DISTINCT "customer:" + o.id AS other, null AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
