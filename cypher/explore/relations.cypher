// Family, friends and others that a person has a relation with, as files say or somebody confirmed, and how many there are.
// $key (string, "contact:7"): the person
// $limit (integer, 25): how many to list at most
MATCH (n:Person {key: $key})-[t:RELATED_TO|DECIDED]-(o:Person)
WHERE t:RELATED_TO OR t.confirmed
WITH DISTINCT o.key AS other, null AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
