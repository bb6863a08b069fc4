// The addresses of people whom their source has deleted.
MATCH (d:Deleted)
WHERE d.email IS NOT NULL AND (d.was STARTS WITH 'contact:' OR d.was STARTS WITH 'employee:')
RETURN d.email AS address
