// The names of everybody and every customer, by which references in files may mean them.
MATCH (n:Customer)
RETURN 'Customer' AS label, n.id AS id, n.name AS name
UNION ALL
MATCH (n:Person)
RETURN [label IN labels(n) WHERE label <> 'Person'][0] AS label, n.id AS id, n.name AS name
