// Who of us knows a person, or anybody at an account, the strongest ties first, and how many there are.
// $key (string, "contact:7"): the person
// $id (string, ""): or the account
// $limit (integer, 25): how many to list at most
CALL () {
  MATCH (:Person {key: $key})-[t:KNOWS]-(o:Employee) RETURN o, t.strength AS strength
  UNION ALL
  MATCH (:Customer {id: $id})<-[:WORKS_AT]-(:Contact)-[t:KNOWS]-(o:Employee) RETURN o, t.strength AS strength
  UNION ALL
  MATCH (:Customer {id: $id})<-[:OWNS]-(o:Employee) RETURN o, null AS strength
}
WITH o.key AS other, max(strength) AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
