// Creates Customer nodes: an account: a company or a person who buys. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Customer {id: $nodes.id[i], name: $nodes.name[i], kind: $nodes.kind[i], industry: $nodes.industry[i], region: $nodes.region[i], city: $nodes.city[i], country: $nodes.country[i], email: $nodes.email[i], email_role: $nodes.email_role[i], email_disposable: $nodes.email_disposable[i], phone: $nodes.phone[i], phone_extension: $nodes.phone_extension[i], website: $nodes.website[i], created_at: CASE WHEN $nodes.created_at[i] IS NOT NULL THEN datetime({epochMillis: $nodes.created_at[i]}) END, source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
