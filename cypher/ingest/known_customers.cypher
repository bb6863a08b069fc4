// Every customer that references in files may mean.
MATCH (n:Customer)
RETURN n.id AS id, null AS email
