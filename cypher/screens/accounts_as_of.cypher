// The moment that accounts are described at: the newest interaction that has happened, else purchase.
CALL () {
  MATCH (i:Interaction)
  WHERE i.at <= datetime()
  RETURN "interaction" AS newest, i.at AS at
  ORDER BY at DESC
  LIMIT 1
  UNION ALL
  MATCH (p:Purchase)
  WHERE p.at <= datetime()
  RETURN "purchase" AS newest, p.at AS at
  ORDER BY at DESC
  LIMIT 1
}
RETURN newest, at
ORDER BY newest
LIMIT 1
