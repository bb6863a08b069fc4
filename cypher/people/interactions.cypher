// The newest interactions of a person, with everybody who took part.
// $key (string, "contact:7"): the person
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 20): how many at most
MATCH (:Person {key: $key})-[:TOOK_PART]->(i:Interaction)
WITH DISTINCT i
ORDER BY i.at DESC, i.id
SKIP $offset LIMIT $limit
CALL (i) {
  OPTIONAL MATCH (p:Person)-[part:TOOK_PART]->(i)
  WITH p, coalesce(p.name, p.email, p.id) AS name, collect(part.as) AS parts
  ORDER BY p:Employee, name, p.key
  WITH collect({key: p.key, name: name, parts: parts, ours: p:Employee}) AS everybody
  RETURN [who IN everybody WHERE who.key IS NOT NULL] AS people
}
RETURN i.id AS id, i.at AS at, i.channel AS channel, i.direction AS direction, i.subject AS subject,
       i.duration_s AS duration_s, i.sentiment AS sentiment, people
ORDER BY at DESC, id
