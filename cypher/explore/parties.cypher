// What the screen Explore shows, and filters by, of some people and accounts, with their standing in a run.
// $keys (string list, ["contact:7"]): the people
// $ids (string list, ["7"]): the accounts
// $run (string, null): id of the run
CALL () {
  UNWIND $keys AS key
  MATCH (p:Person {key: key})
  CALL (p) {
    OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
    RETURN c
    ORDER BY c.id
    LIMIT 1
  }
  OPTIONAL MATCH (p)-[s:SCORED]->(run:AnalysisRun {id: $run})
  OPTIONAL MATCH (c)-[of:SCORED]->(run)
  RETURN p AS party, p.key AS key, c, s, of, CASE WHEN p:Employee THEN "employee" ELSE "contact" END AS kind
  UNION ALL
  UNWIND $ids AS id
  MATCH (c:Customer {id: id})
  OPTIONAL MATCH (c)-[of:SCORED]->(:AnalysisRun {id: $run})
  RETURN c AS party, "customer:" + c.id AS key, c, null AS s, of, "customer" AS kind
}
RETURN key, coalesce(party.name, party.email, party.id) AS name, kind, party.title AS title, party.role AS role,
       CASE WHEN party <> c THEN c.name END AS account, coalesce(party.opted_out, false) AS opted_out,
       c.industry AS industry, c.region AS region, coalesce(party.city, c.city) AS city, c.name AS company,
       s.rank AS rank, s.cluster AS cluster, s.pagerank AS score, of.tier AS tier, of.health AS health
ORDER BY key
