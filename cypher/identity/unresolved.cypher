// Imports that brought something since duplicates were last looked for.
MATCH (b:Batch)
WHERE b.status = 'done' AND b.resolved IS NULL
RETURN b.id AS id, b.kind AS kind
ORDER BY id
