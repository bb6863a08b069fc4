// Every person, ours and theirs.
MATCH (p:Person)
RETURN p.key AS key, p.name AS name, p:Employee AS ours, p.title AS title, p.role AS role, p.email AS email,
       p.phone AS phone, p.address AS address, p.city AS city, p.country AS country, coalesce(p.opted_out, false) AS opted_out,
       coalesce(p.provisional, false) AS provisional
