// One import.
// $id (string, "b1"): the import
MATCH (b:Batch {id: $id})
RETURN b.status AS status, b.read AS read, b.accepted AS accepted, b.quarantined AS quarantined, b.file AS file,
       b.kind AS kind, b.source AS source, toString(b.at) AS at
