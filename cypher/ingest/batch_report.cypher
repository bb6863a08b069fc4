// One import, with how good its values were.
// $id (string, "b1"): the import
MATCH (b:Batch {id: $id})
RETURN b.id AS id, toString(b.at) AS at, b.file AS file, b.kind AS kind, b.source AS source, b.status AS status,
       b.read AS read, b.accepted AS accepted, b.quarantined AS quarantined, b.quality AS quality
