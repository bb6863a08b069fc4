// Notes that an import begins; one that was interrupted keeps the time of its first beginning, one that was undone begins anew.
// $id (string, "b1"): the import
// $properties (map, {"file": "customers.csv", "hash": "0f", "source": "file", "kind": "customers"}): what is imported
// $at (string, "2026-01-31T12:00:00Z"): when it begins
MERGE (b:Batch {id: $id})
ON CREATE SET b.at = datetime($at)
SET b.at = CASE b.status WHEN 'undone' THEN datetime($at) ELSE b.at END
SET b += $properties, b.status = 'loading', b.resolved = null
