// Creates Feedback nodes: what was said about us. Written from graph/model.py.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $gave_customer (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $gave_person (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Feedback {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, kind: $nodes.kind[i], score: $nodes.score[i], text: $nodes.text[i], source: $source, batch: $batch})
SET n += coalesce($nodes.more[i], {})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($gave_customer.node, [])) - 1) AS i
  WITH i, nodes[$gave_customer.node[i]] AS n
  MATCH (other:Customer {id: $gave_customer.other[i]})
  CREATE (other)-[:GAVE {start_reference: $gave_customer.start_reference[i], end_reference: $gave_customer.end_reference[i], via: $gave_customer.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($gave_person.node, [])) - 1) AS i
  WITH i, nodes[$gave_person.node[i]] AS n
  MATCH (other:Person {key: $gave_person.other[i]})
  CREATE (other)-[:GAVE {start_reference: $gave_person.start_reference[i], end_reference: $gave_person.end_reference[i], via: $gave_person.via[i], source: $source, batch: $batch}]->(n)
}
