// What is waited for: each reference, and the labels it may mean, joined by |.
MATCH (w:Waiting)
RETURN DISTINCT w.targets AS targets, w.reference AS reference
