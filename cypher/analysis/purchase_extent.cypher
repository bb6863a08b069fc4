// When the first purchase was, and how many there are until a moment.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (p:Purchase)
WHERE p.at <= $as_of
RETURN min(p.at) AS first, count(p) AS counted
