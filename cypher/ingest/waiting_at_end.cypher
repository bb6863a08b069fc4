// Relationships that wait for their end and name their start too: how that is written, and what it may mean.
MATCH (w:Waiting)
WHERE w.record IS NULL AND w.reference = w.end AND w.targets = w.end_targets AND w.reference <> w.start
RETURN DISTINCT w.start AS reference, w.start_targets AS targets
