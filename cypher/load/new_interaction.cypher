// Creates Interaction nodes: one mail, call, meeting, chat, visit, ticket or mention. Written from graph/model.py.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $took_part_person (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $about_customer (map, {"node": [0], "other": ["1"]}): relationships: place in `nodes`, other end
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Interaction {id: $nodes.id[i], at: CASE WHEN $nodes.at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.at[i]}) END, channel: $nodes.channel[i], direction: $nodes.direction[i], subject: $nodes.subject[i], duration_s: $nodes.duration_s[i], sentiment: $nodes.sentiment[i], source: $source, batch: $batch})
SET n += coalesce($nodes.more[i], {})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($took_part_person.node, [])) - 1) AS i
  WITH i, nodes[$took_part_person.node[i]] AS n
  MATCH (other:Person {key: $took_part_person.other[i]})
  CREATE (other)-[:TOOK_PART {`as`: $took_part_person.`as`[i], start_reference: $took_part_person.start_reference[i], end_reference: $took_part_person.end_reference[i], via: $took_part_person.via[i], source: $source, batch: $batch}]->(n)
}
CALL (nodes) {
  UNWIND range(0, size(coalesce($about_customer.node, [])) - 1) AS i
  WITH i, nodes[$about_customer.node[i]] AS n
  MATCH (other:Customer {id: $about_customer.other[i]})
  CREATE (n)-[:ABOUT {start_reference: $about_customer.start_reference[i], end_reference: $about_customer.end_reference[i], via: $about_customer.via[i], source: $source, batch: $batch}]->(other)
}
