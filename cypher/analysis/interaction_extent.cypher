// When the first interaction was, and how many there are until a moment.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (i:Interaction)
WHERE i.at <= $as_of
RETURN min(i.at) AS first, count(i) AS counted
