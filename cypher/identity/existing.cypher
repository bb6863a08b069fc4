// Which of these records there are, merged or not.
// $customers (string list, ["1"]): customers, by id
// $people (string list, ["contact:2"]): contacts and employees, by key
// $keys (string list, ["customer:1", "contact:2"]): all of them, by key
CALL () {
  UNWIND $customers AS id
  MATCH (n:Customer {id: id})
  RETURN 'customer:' + id AS key, false AS provisional
  UNION
  UNWIND $people AS key
  MATCH (n:Person {key: key})
  RETURN key, coalesce(n.provisional, false) AS provisional
  UNION
  UNWIND $keys AS key
  MATCH (o:Original {key: key})
  RETURN key, coalesce(o.provisional, false) AS provisional
}
RETURN key, max(provisional) AS provisional
ORDER BY key
