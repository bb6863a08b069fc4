// Every product that references in files may mean.
MATCH (n:Product)
RETURN n.id AS id, null AS email
