// The open deals of an account, the first to be decided first.
// $id (string, "1"): the account
// $limit (integer, 20): how many at most
MATCH (c:Customer {id: $id})-[:NEGOTIATES]->(d:Deal)
WHERE d.status = 'open'
RETURN d.id AS id, d.name AS name, d.stage AS stage, d.amount AS amount, d.currency AS currency,
  d.probability AS probability, d.closes_on AS closes_on,
  COLLECT { MATCH (e:Employee)-[:PURSUES]->(d) RETURN e.name ORDER BY e.name, e.id } AS pursued_by
ORDER BY closes_on, id
LIMIT $limit
