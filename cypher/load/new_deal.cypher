// Creates Deal nodes: something that a customer may buy: an opportunity. Written from graph/model.py.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $negotiates_customer (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $pursues_employee (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $plays_contact (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Deal {id: $nodes.id[i], name: $nodes.name[i], stage: $nodes.stage[i], status: $nodes.status[i], amount: $nodes.amount[i], currency: $nodes.currency[i], closes_on: date($nodes.closes_on[i]), created_at: CASE WHEN $nodes.created_at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.created_at[i]}) END, probability: $nodes.probability[i], source: $source, batch: $batch})
SET n += coalesce($nodes.more[i], {})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($negotiates_customer.node, [])) - 1) AS i
  WITH i, nodes[$negotiates_customer.node[i]] AS n
  MATCH (other:Customer {id: $negotiates_customer.other[i]})
  CREATE (other)-[:NEGOTIATES {start_reference: $negotiates_customer.start_reference[i], end_reference: $negotiates_customer.end_reference[i], via: $negotiates_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($pursues_employee.node, [])) - 1) AS i
  WITH i, nodes[$pursues_employee.node[i]] AS n
  MATCH (other:Employee {id: $pursues_employee.other[i]})
  CREATE (other)-[:PURSUES {start_reference: $pursues_employee.start_reference[i], end_reference: $pursues_employee.end_reference[i], via: $pursues_employee.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($plays_contact.node, [])) - 1) AS i
  WITH i, nodes[$plays_contact.node[i]] AS n
  MATCH (other:Contact {id: $plays_contact.other[i]})
  CREATE (other)-[:PLAYS {role: $plays_contact.role[i], primary: $plays_contact.primary[i], start_reference: $plays_contact.start_reference[i], end_reference: $plays_contact.end_reference[i], via: $plays_contact.via[i], source: $source, batch: $batch}]->(n)
}
