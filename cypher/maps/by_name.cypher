// People and accounts of exactly this name.
// $name (string, "王芳"): the whole name
// $query (string, "anna*"): its words in the syntax of the full-text index
CALL db.index.fulltext.queryNodes("party_names", $query, {limit: 500}) YIELD node
WHERE toLower(node.name) = toLower($name)
RETURN coalesce(node.key, "customer:" + node.id) AS key, node.name AS name, node.email AS email
ORDER BY key
LIMIT 20
