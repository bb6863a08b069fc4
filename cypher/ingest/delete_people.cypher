// Deletes people with all that was derived of them.
// $keys (string list, ["contact:mail:ann@example.com"]): the people
UNWIND $keys AS key
MATCH (p:Person {key: key})
DETACH DELETE p
