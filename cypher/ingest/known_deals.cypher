// Every deal that references in files may mean.
MATCH (n:Deal)
RETURN n.id AS id, null AS email
