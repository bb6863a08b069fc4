// Creates Contact nodes: a person at a customer. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Contact:Person {id: $nodes.id[i], key: 'contact:' + $nodes.id[i], name: $nodes.name[i], other_name: $nodes.other_name[i], email: $nodes.email[i], email_role: $nodes.email_role[i], email_disposable: $nodes.email_disposable[i], phone: $nodes.phone[i], phone_extension: $nodes.phone_extension[i], title: $nodes.title[i], role: $nodes.role[i], city: $nodes.city[i], address: $nodes.address[i], country: $nodes.country[i], opted_out: $nodes.opted_out[i], provisional: $nodes.provisional[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
