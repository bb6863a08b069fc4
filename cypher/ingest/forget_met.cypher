// Forgets whom imports named that were undone.
MATCH (m:Met)
WHERE NOT EXISTS { MATCH (b:Batch {id: m.batch}) WHERE b.status <> 'undone' }
DELETE m
