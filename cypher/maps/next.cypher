// Who is tied to any of some people and not among those, the strongest ties first, and how many there are.
// $keys (string list, ["contact:7"]): the people
// $employees_only (boolean, false): leave everybody out who is not of our own company
// $limit (integer, 25): how many to list at most
MATCH (p:Person)-[tie:KNOWS]-(other:Person)
WHERE p.key IN $keys AND NOT other.key IN $keys AND (other:Employee OR NOT $employees_only)
WITH other, max(tie.strength) AS strength
ORDER BY strength DESC, other.key
WITH collect(other.key) AS found
RETURN found[..$limit] AS keys, size(found) AS total
