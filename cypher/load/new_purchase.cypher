// Creates Purchase nodes: one order line, or one order where lines are not known. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $made_customer (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $made_contact (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $sold_employee (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $of_product (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Purchase {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, amount: $nodes.amount[i], currency: $nodes.currency[i], quantity: $nodes.quantity[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
CALL () {
  UNWIND range(0, size(coalesce($made_customer.others, [])) - 1) AS i
  MATCH (other:Customer {id: $made_customer.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS made_customer
}
CALL (nodes, made_customer) {
  WITH nodes, made_customer WHERE size(made_customer) = size($made_customer.others)
  UNWIND range(0, size($made_customer.node) - 1) AS i
  WITH i, nodes[$made_customer.node[i]] AS n, made_customer[$made_customer.other[i]] AS other
  CREATE (other)-[:MADE {start_reference: $made_customer.start_reference[i], end_reference: $made_customer.end_reference[i], via: $made_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($made_contact.others, [])) - 1) AS i
  MATCH (other:Contact {id: $made_contact.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS made_contact
}
CALL (nodes, made_contact) {
  WITH nodes, made_contact WHERE size(made_contact) = size($made_contact.others)
  UNWIND range(0, size($made_contact.node) - 1) AS i
  WITH i, nodes[$made_contact.node[i]] AS n, made_contact[$made_contact.other[i]] AS other
  CREATE (other)-[:MADE {start_reference: $made_contact.start_reference[i], end_reference: $made_contact.end_reference[i], via: $made_contact.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($sold_employee.others, [])) - 1) AS i
  MATCH (other:Employee {id: $sold_employee.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS sold_employee
}
CALL (nodes, sold_employee) {
  WITH nodes, sold_employee WHERE size(sold_employee) = size($sold_employee.others)
  UNWIND range(0, size($sold_employee.node) - 1) AS i
  WITH i, nodes[$sold_employee.node[i]] AS n, sold_employee[$sold_employee.other[i]] AS other
  CREATE (other)-[:SOLD {start_reference: $sold_employee.start_reference[i], end_reference: $sold_employee.end_reference[i], via: $sold_employee.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($of_product.others, [])) - 1) AS i
  MATCH (other:Product {id: $of_product.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS of_product
}
CALL (nodes, of_product) {
  WITH nodes, of_product WHERE size(of_product) = size($of_product.others)
  UNWIND range(0, size($of_product.node) - 1) AS i
  WITH i, nodes[$of_product.node[i]] AS n, of_product[$of_product.other[i]] AS other
  CREATE (n)-[:OF {start_reference: $of_product.start_reference[i], end_reference: $of_product.end_reference[i], via: $of_product.via[i], source: $source, batch: $batch}]->(other)
}
