// Creates Deal nodes: something that a customer may buy: an opportunity. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $negotiates_customer (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $pursues_employee (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $plays_contact (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Deal {id: $nodes.id[i], name: $nodes.name[i], stage: $nodes.stage[i], status: $nodes.status[i], amount: $nodes.amount[i], currency: $nodes.currency[i], closes_on: date($nodes.closes_on[i]), created_at: CASE WHEN $nodes.created_at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.created_at[i]}) END, probability: $nodes.probability[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
CALL () {
  UNWIND range(0, size(coalesce($negotiates_customer.others, [])) - 1) AS i
  MATCH (other:Customer {id: $negotiates_customer.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS negotiates_customer
}
CALL (nodes, negotiates_customer) {
  WITH nodes, negotiates_customer WHERE size(negotiates_customer) = size($negotiates_customer.others)
  UNWIND range(0, size($negotiates_customer.node) - 1) AS i
  WITH i, nodes[$negotiates_customer.node[i]] AS n, negotiates_customer[$negotiates_customer.other[i]] AS other
  CREATE (other)-[:NEGOTIATES {start_reference: $negotiates_customer.start_reference[i], end_reference: $negotiates_customer.end_reference[i], via: $negotiates_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($pursues_employee.others, [])) - 1) AS i
  MATCH (other:Employee {id: $pursues_employee.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS pursues_employee
}
CALL (nodes, pursues_employee) {
  WITH nodes, pursues_employee WHERE size(pursues_employee) = size($pursues_employee.others)
  UNWIND range(0, size($pursues_employee.node) - 1) AS i
  WITH i, nodes[$pursues_employee.node[i]] AS n, pursues_employee[$pursues_employee.other[i]] AS other
  CREATE (other)-[:PURSUES {start_reference: $pursues_employee.start_reference[i], end_reference: $pursues_employee.end_reference[i], via: $pursues_employee.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($plays_contact.others, [])) - 1) AS i
  MATCH (other:Contact {id: $plays_contact.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS plays_contact
}
CALL (nodes, plays_contact) {
  WITH nodes, plays_contact WHERE size(plays_contact) = size($plays_contact.others)
  UNWIND range(0, size($plays_contact.node) - 1) AS i
  WITH i, nodes[$plays_contact.node[i]] AS n, plays_contact[$plays_contact.other[i]] AS other
  CREATE (other)-[:PLAYS {role: $plays_contact.role[i], primary: $plays_contact.primary[i], start_reference: $plays_contact.start_reference[i], end_reference: $plays_contact.end_reference[i], via: $plays_contact.via[i], source: $source, batch: $batch}]->(n)
}
