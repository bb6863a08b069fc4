// Creates Product nodes: what can be bought. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Product {id: $nodes.id[i], name: $nodes.name[i], category: $nodes.category[i], price: $nodes.price[i], currency: $nodes.currency[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
