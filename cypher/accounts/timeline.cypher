// What happened with an account: interactions, purchases and feedback, the newest first.
// $id (string, "1"): the account
// $kinds (string list, ["interaction", "purchase", "feedback"]): of which kinds
// $offset (integer, 0): how many to leave out at the beginning
// $limit (integer, 20): how many at most
MATCH (c:Customer {id: $id})
CALL (c) {
  WITH c
  WHERE "interaction" IN $kinds
  CALL (c) {
    MATCH (c)<-[:ABOUT]-(i:Interaction)
    RETURN i
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:TOOK_PART]->(i:Interaction)
    RETURN i
  }
  RETURN "interaction" AS kind, i AS event
  UNION ALL
  WITH c
  WHERE "purchase" IN $kinds
  CALL (c) {
    MATCH (c)-[:MADE]->(p:Purchase)
    RETURN p
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(p:Purchase)
    RETURN p
  }
  RETURN "purchase" AS kind, p AS event
  UNION ALL
  WITH c
  WHERE "feedback" IN $kinds
  CALL (c) {
    MATCH (c)-[:GAVE]->(f:Feedback)
    RETURN f
    UNION
    MATCH (c)<-[:WORKS_AT]-(:Contact)-[:GAVE]->(f:Feedback)
    RETURN f
  }
  RETURN "feedback" AS kind, f AS event
}
WITH kind, event
ORDER BY event.at DESC, kind, event.id
SKIP $offset LIMIT $limit
CALL (event) {
  OPTIONAL MATCH (p:Person)-[:TOOK_PART|MADE|GAVE]->(event)
  WITH DISTINCT p
  ORDER BY p:Employee, p.name, p.key
  WITH collect({key: p.key, name: coalesce(p.name, p.email, p.id), ours: p:Employee}) AS everybody
  RETURN [who IN everybody WHERE who.key IS NOT NULL] AS people
}
RETURN kind, event.id AS id, event.at AS at, event.channel AS channel, event.direction AS direction,
       event.subject AS subject, event.sentiment AS sentiment, people, event.quantity AS quantity,
       event.amount AS amount, event.currency AS currency, event.kind AS feedback, event.score AS score,
       event.text AS text,
       head(COLLECT { MATCH (event)-[:OF]->(product:Product) RETURN product.name ORDER BY product.id LIMIT 1 }) AS product
ORDER BY at DESC, kind, id
