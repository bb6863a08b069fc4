// Notes how many rows of an import are still set aside, after some were mended.
// $id (string, "b1"): the import
// $quarantined (integer, 1): rows that are still set aside
MATCH (b:Batch {id: $id})
SET b.quarantined = $quarantined, b.accepted = b.read - $quarantined, b.resolved = null
