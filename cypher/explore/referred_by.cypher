// Who brought us a person or an account, and how many there are.
// $key (string, "contact:7"): the person
// $id (string, ""): or the account
// $limit (integer, 25): how many to list at most
CALL () {
  MATCH (n:Person {key: $key}) RETURN n
  UNION
  MATCH (n:Customer {id: $id}) RETURN n
}
MATCH (n)<-[:REFERRED]-(o:Contact|Customer)
WITH DISTINCT coalesce(o.key, "customer:" + o.id) AS other, null AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
