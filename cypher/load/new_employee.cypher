// Creates Employee nodes: a person of our own company. Written from graph/model.
// $nodes (map, {"id": ["1"], "more": [{}]}): columns of properties; any others are in `more`
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($nodes.id) - 1) AS i
CREATE (n:Employee:Person {id: $nodes.id[i], key: 'employee:' + $nodes.id[i], name: $nodes.name[i], other_name: $nodes.other_name[i], email: $nodes.email[i], email_role: $nodes.email_role[i], email_disposable: $nodes.email_disposable[i], phone: $nodes.phone[i], phone_extension: $nodes.phone_extension[i], title: $nodes.title[i], department: $nodes.department[i], team: $nodes.team[i], provisional: $nodes.provisional[i], source: $source, batch: $batch})
WITH collect(n) AS nodes
CALL (nodes) {
  UNWIND range(0, size(coalesce($nodes.more, [])) - 1) AS i
  WITH nodes[i] AS n, $nodes.more[i] AS more
  SET n += more
}
