// The time of the newest purchase that has happened, in milliseconds since 1970.
// $now (datetime, "2024-01-01T00:00:00Z"): later purchases have not happened yet
MATCH (p:Purchase)
WHERE p.at <= $now
RETURN max(p.at).epochMillis AS newest
