// Whom a person reports to, and how many there are.
// $key (string, "contact:7"): the person
// $limit (integer, 25): how many to list at most
MATCH (n:Person {key: $key})-[:REPORTS_TO]->(o:Person)
WITH DISTINCT o.key AS other, null AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
