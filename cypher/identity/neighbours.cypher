// Merged records of others to which these nodes have relationships that no node shows.
// $customers (string list, ["1"]): customers, by id
// $people (string list, ["contact:2"]): contacts and employees, by key
// $types (string list, ["WORKS_AT"]): the types of relationships that go with a record
CALL () {
  UNWIND $customers AS id
  MATCH (n:Customer {id: id})
  RETURN n
  UNION
  UNWIND $people AS key
  MATCH (n:Person {key: key})
  RETURN n
}
MATCH (n)-[r]-(o:Original)
WHERE type(r) IN $types
RETURN DISTINCT o.key AS key
ORDER BY key
