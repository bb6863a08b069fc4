// The addresses of our own people from staff lists.
MATCH (p:Employee)
WHERE p.email IS NOT NULL AND p.provisional IS NULL
RETURN p.email AS address
