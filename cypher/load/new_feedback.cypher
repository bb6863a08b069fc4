// Creates Feedback nodes: what was said about us. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $gave_customer (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $gave_person (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Feedback {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, kind: $nodes.kind[i], score: $nodes.score[i], text: $nodes.text[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
CALL () {
  UNWIND range(0, size(coalesce($gave_customer.others, [])) - 1) AS i
  MATCH (other:Customer {id: $gave_customer.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS gave_customer
}
CALL (nodes, gave_customer) {
  WITH nodes, gave_customer WHERE size(gave_customer) = size($gave_customer.others)
  UNWIND range(0, size($gave_customer.node) - 1) AS i
  WITH i, nodes[$gave_customer.node[i]] AS n, gave_customer[$gave_customer.other[i]] AS other
  CREATE (other)-[:GAVE {start_reference: $gave_customer.start_reference[i], end_reference: $gave_customer.end_reference[i], via: $gave_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($gave_person.others, [])) - 1) AS i
  MATCH (other:Person {key: $gave_person.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS gave_person
}
CALL (nodes, gave_person) {
  WITH nodes, gave_person WHERE size(gave_person) = size($gave_person.others)
  UNWIND range(0, size($gave_person.node) - 1) AS i
  WITH i, nodes[$gave_person.node[i]] AS n, gave_person[$gave_person.other[i]] AS other
  CREATE (other)-[:GAVE {start_reference: $gave_person.start_reference[i], end_reference: $gave_person.end_reference[i], via: $gave_person.via[i], source: $source, batch: $batch}]->(n)
}
