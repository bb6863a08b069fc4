// The names of products, accounts and people.
// $products (string list, ["P-1"]): ids of products
// $accounts (string list, ["A-1"]): ids of accounts
// $people (string list, ["contact:1"]): keys of people
CALL () {
  UNWIND $products AS id
  MATCH (p:Product {id: id})
  RETURN id, p.name AS name
  UNION ALL
  UNWIND $accounts AS id
  MATCH (c:Customer {id: id})
  RETURN id, c.name AS name
  UNION ALL
  UNWIND $people AS id
  MATCH (p:Person {key: id})
  RETURN id, p.name AS name
}
RETURN id, name
