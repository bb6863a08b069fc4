// Which of these records there are, merged or not.
// $customers (string list, ["1"]): customers, by id
// $people (string list, ["contact:2"]): contacts and employees, by key
// $keys (string list, ["customer:1", "contact:2"]): all of them, by key
CALL () {
  UNWIND $customers AS id
  MATCH (n:Customer {id: id})
  RETURN 'customer:' + id AS key, n.name AS name, false AS provisional
  UNION
  UNWIND $people AS key
  MATCH (n:Person {key: key})
  RETURN key, n.name AS name, coalesce(n.provisional, false) AS provisional
  UNION
  UNWIND $keys AS key
  MATCH (o:Original {key: key})
  RETURN key, o.name AS name, coalesce(o.provisional, false) AS provisional
}
WITH key, collect(name)[-1] AS name, max(provisional) AS provisional
RETURN key, name, provisional
ORDER BY key
