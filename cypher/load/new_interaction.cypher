// Creates Interaction nodes: one mail, call, meeting, chat, visit, ticket or mention. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $took_part_person (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $about_customer (map, {"node": [0], "other": [0], "others": ["1"]}): relationships: places of both ends
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Interaction {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, channel: $nodes.channel[i], direction: $nodes.direction[i], subject: $nodes.subject[i], duration_s: $nodes.duration_s[i], sentiment: $nodes.sentiment[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
CALL () {
  UNWIND range(0, size(coalesce($took_part_person.others, [])) - 1) AS i
  MATCH (other:Person {key: $took_part_person.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS took_part_person
}
CALL (nodes, took_part_person) {
  WITH nodes, took_part_person WHERE size(took_part_person) = size($took_part_person.others)
  UNWIND range(0, size($took_part_person.node) - 1) AS i
  WITH i, nodes[$took_part_person.node[i]] AS n, took_part_person[$took_part_person.other[i]] AS other
  CREATE (other)-[:TOOK_PART {`as`: $took_part_person.`as`[i], start_reference: $took_part_person.start_reference[i], end_reference: $took_part_person.end_reference[i], via: $took_part_person.via[i], source: $source, batch: $batch}]->(n)
}
CALL () {
  UNWIND range(0, size(coalesce($about_customer.others, [])) - 1) AS i
  MATCH (other:Customer {id: $about_customer.others[i]})
  WITH i, other ORDER BY i
  RETURN collect(other) AS about_customer
}
CALL (nodes, about_customer) {
  WITH nodes, about_customer WHERE size(about_customer) = size($about_customer.others)
  UNWIND range(0, size($about_customer.node) - 1) AS i
  WITH i, nodes[$about_customer.node[i]] AS n, about_customer[$about_customer.other[i]] AS other
  CREATE (n)-[:ABOUT {start_reference: $about_customer.start_reference[i], end_reference: $about_customer.end_reference[i], via: $about_customer.via[i], source: $source, batch: $batch}]->(other)
}
