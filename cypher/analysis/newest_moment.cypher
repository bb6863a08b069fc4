// The time of the newest interaction that has happened, else of the newest purchase, in milliseconds since 1970.
// $now (datetime, "2024-01-01T00:00:00Z"): what is later has not happened yet
OPTIONAL CALL () {
  MATCH (i:Interaction)
  WHERE i.at <= $now
  RETURN i.at AS dealt
  ORDER BY dealt DESC
  LIMIT 1
}
OPTIONAL CALL (dealt) {
  WITH dealt
  WHERE dealt IS NULL
  MATCH (p:Purchase)
  WHERE p.at <= $now
  RETURN p.at AS bought
  ORDER BY bought DESC
  LIMIT 1
}
RETURN coalesce(dealt, bought).epochMillis AS newest
