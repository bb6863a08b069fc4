// Creates Contract nodes: what was agreed, from when to when. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $signed_customer (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $signed_contact (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Contract {id: $nodes.id[i], starts_on: date($nodes.starts_on[i]), ends_on: date($nodes.ends_on[i]), value: $nodes.value[i], currency: $nodes.currency[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
CALL () {
  UNWIND range(0, size(coalesce($signed_customer.others, [])) - 1) AS i
  MATCH (other:Customer {id: $signed_customer.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS signed_customer
}
CALL (nodes, signed_customer) {
  WITH nodes, signed_customer WHERE size(signed_customer) = size($signed_customer.others)
  UNWIND range(0, size($signed_customer.node) - 1) AS i
  WITH i, nodes[$signed_customer.node[i]] AS n, signed_customer[$signed_customer.other[i]] AS other
  CREATE (other)-[:SIGNED {start_reference: $signed_customer.start_reference[i], end_reference: $signed_customer.end_reference[i], via: $signed_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($signed_contact.others, [])) - 1) AS i
  MATCH (other:Contact {id: $signed_contact.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS signed_contact
}
CALL (nodes, signed_contact) {
  WITH nodes, signed_contact WHERE size(signed_contact) = size($signed_contact.others)
  UNWIND range(0, size($signed_contact.node) - 1) AS i
  WITH i, nodes[$signed_contact.node[i]] AS n, signed_contact[$signed_contact.other[i]] AS other
  CREATE (other)-[:SIGNED {start_reference: $signed_contact.start_reference[i], end_reference: $signed_contact.end_reference[i], via: $signed_contact.via[i], source: $source, batch: $batch}]->(n)
}
