// How many relationships wait for an end.
MATCH (w:Waiting)
RETURN count(w) AS waiting
