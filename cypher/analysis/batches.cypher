// The imports that were not taken back.
MATCH (b:Batch)
WHERE b.status <> 'undone'
RETURN b.id AS id
