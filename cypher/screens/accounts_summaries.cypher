// Facts about some accounts: owner, people, strongest tie, last interaction, interactions a week before a moment.
// A tie is between one of our employees and somebody at the account. `weeks` holds the interactions of each of the
// 26 weeks before the moment, the oldest first; `recent` those of the last 90 days.
// $ids (string list, ["1", "2"]): the accounts
// $as_of (string, "2004-10-26T00:00:00Z"): the moment
UNWIND $ids AS id
MATCH (c:Customer {id: id})
CALL (c) {
  OPTIONAL MATCH (c)<-[:OWNS]-(e:Employee)
  RETURN e.key AS owner_key, coalesce(e.name, e.email, e.id) AS owner
  ORDER BY owner, owner_key
  LIMIT 1
}
CALL (c) {
  OPTIONAL MATCH (c)<-[:WORKS_AT]-(p:Contact)-[tie:KNOWS]-(e:Employee)
  RETURN tie.strength AS strength, coalesce(e.name, e.email, e.id) AS known_by,
         coalesce(p.name, p.email, p.id) AS known
  ORDER BY coalesce(strength, -1.0) DESC, e.key, p.key
  LIMIT 1
}
CALL (c) {
  CALL (c) {
    MATCH (c)<-[:ABOUT]-(i:Interaction)
    RETURN i
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:TOOK_PART]->(i:Interaction)
    RETURN i
  }
  WITH i, (datetime($as_of).epochSeconds - i.at.epochSeconds) / 86400 AS days
  WITH max(i.at) AS last_at, count(i) AS interactions,
       sum(CASE WHEN days < 90 THEN 1 ELSE 0 END) AS recent,
       collect(CASE WHEN days < 182 THEN 25 - days / 7 END) AS hits
  RETURN last_at, interactions, recent,
         [week IN range(0, 25) | size([hit IN hits WHERE hit = week])] AS weeks
}
RETURN c.id AS id, c.name AS name, c.kind AS kind, c.industry AS industry, c.city AS city, c.country AS country,
       owner, owner_key, COUNT { (c)<-[:WORKS_AT]-() } AS people, strength, known_by, known,
       last_at, interactions, recent, weeks
ORDER BY id
