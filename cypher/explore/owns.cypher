// The accounts that one of us looks after, the largest first, and how many there are.
// $key (string, "contact:7"): the person
// $limit (integer, 25): how many to list at most
MATCH (:Employee {key: $key})-[:OWNS]->(o:Customer)
WITH DISTINCT "customer:" + o.id AS other, toFloat(COUNT { (o)<-[:WORKS_AT]-() }) AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
