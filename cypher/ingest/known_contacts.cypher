// Every contact that references in files may mean.
MATCH (n:Contact)
RETURN n.id AS id, n.email AS email
