// Provisional people who were merged with others.
MATCH (o:Original)<-[:STANDS_FOR]-()
WHERE o.provisional = true
RETURN o.key AS key, o.email AS address
