// Creates Purchase nodes: one order line, or one order where lines are not known. Written from graph/model.py.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $made_customer (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $made_contact (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $sold_employee (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $of_product (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Purchase {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, amount: $nodes.amount[i], currency: $nodes.currency[i], quantity: $nodes.quantity[i], source: $source, batch: $batch})
SET n += coalesce($nodes.more[i], {})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($made_customer.node, [])) - 1) AS i
  WITH i, nodes[$made_customer.node[i]] AS n
  MATCH (other:Customer {id: $made_customer.other[i]})
  CREATE (other)-[:MADE {start_reference: $made_customer.start_reference[i], end_reference: $made_customer.end_reference[i], via: $made_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($made_contact.node, [])) - 1) AS i
  WITH i, nodes[$made_contact.node[i]] AS n
  MATCH (other:Contact {id: $made_contact.other[i]})
  CREATE (other)-[:MADE {start_reference: $made_contact.start_reference[i], end_reference: $made_contact.end_reference[i], via: $made_contact.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($sold_employee.node, [])) - 1) AS i
  WITH i, nodes[$sold_employee.node[i]] AS n
  MATCH (other:Employee {id: $sold_employee.other[i]})
  CREATE (other)-[:SOLD {start_reference: $sold_employee.start_reference[i], end_reference: $sold_employee.end_reference[i], via: $sold_employee.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($of_product.node, [])) - 1) AS i
  WITH i, nodes[$of_product.node[i]] AS n
  MATCH (other:Product {id: $of_product.other[i]})
  CREATE (n)-[:OF {start_reference: $of_product.start_reference[i], end_reference: $of_product.end_reference[i], via: $of_product.via[i], source: $source, batch: $batch}]->(other)
}
