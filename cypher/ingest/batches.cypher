// All imports, newest first.
MATCH (b:Batch)
RETURN b.id AS id, toString(b.at) AS at, b.file AS file, b.kind AS kind, b.source AS source, b.status AS status,
       b.read AS read, b.accepted AS accepted, b.quarantined AS quarantined
ORDER BY b.at DESC, id
