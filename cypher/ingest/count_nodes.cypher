// How many nodes of any kind there are.
MATCH (n)
RETURN count(n) AS nodes
