// Creates Contract nodes: what was agreed, from when to when. Written from graph/model.py.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $signed_customer (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $signed_contact (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Contract {id: $nodes.id[i], starts_on: date($nodes.starts_on[i]), ends_on: date($nodes.ends_on[i]), value: $nodes.value[i], currency: $nodes.currency[i], source: $source, batch: $batch})
SET n += coalesce($nodes.more[i], {})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($signed_customer.node, [])) - 1) AS i
  WITH i, nodes[$signed_customer.node[i]] AS n
  MATCH (other:Customer {id: $signed_customer.other[i]})
  CREATE (other)-[:SIGNED {start_reference: $signed_customer.start_reference[i], end_reference: $signed_customer.end_reference[i], via: $signed_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($signed_contact.node, [])) - 1) AS i
  WITH i, nodes[$signed_contact.node[i]] AS n
  MATCH (other:Contact {id: $signed_contact.other[i]})
  CREATE (other)-[:SIGNED {start_reference: $signed_contact.start_reference[i], end_reference: $signed_contact.end_reference[i], via: $signed_contact.via[i], source: $source, batch: $batch}]->(n)
}
