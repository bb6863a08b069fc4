// An account, its people and the employee who owns it.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})
RETURN c.name AS name,
       COLLECT { MATCH (c)<-[:WORKS_AT]-(p:Contact) RETURN p.key ORDER BY p.key } AS people,
       COLLECT { MATCH (c)<-[:OWNS]-(e:Employee) RETURN e.key ORDER BY e.key } AS owners
