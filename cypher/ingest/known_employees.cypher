// Every employee that references in files may mean.
MATCH (n:Employee)
RETURN n.id AS id, n.email AS email
