// How many records their sources have deleted.
MATCH (d:Deleted)
RETURN count(d) AS deleted
