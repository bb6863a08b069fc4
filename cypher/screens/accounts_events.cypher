// How many interactions, purchases and feedback an account and its people have.
// $id (string, "1"): the account
MATCH (c:Customer {id: $id})
CALL (c) {
  MATCH (c)<-[:ABOUT]-(i:Interaction)
  RETURN "interaction" AS kind, i AS event
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:TOOK_PART]->(i:Interaction)
  RETURN "interaction" AS kind, i AS event
  UNION
  MATCH (c)-[:MADE]->(p:Purchase)
  RETURN "purchase" AS kind, p AS event
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:MADE]->(p:Purchase)
  RETURN "purchase" AS kind, p AS event
  UNION
  MATCH (c)-[:GAVE]->(f:Feedback)
  RETURN "feedback" AS kind, f AS event
  UNION
  MATCH (c)<-[:WORKS_AT]-(:Contact)-[:GAVE]->(f:Feedback)
  RETURN "feedback" AS kind, f AS event
}
RETURN kind, count(*) AS events
ORDER BY kind
