// How many imports were begun and not finished.
MATCH (b:Batch)
WHERE b.status = 'loading'
RETURN count(b) AS loading
