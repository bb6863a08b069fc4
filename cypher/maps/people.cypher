// What a map shows of some people: name, account, and their standing in the newest complete analysis.
// $keys (string list, ["contact:7"]): the people
CALL () {
  OPTIONAL MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id
  LIMIT 1
}
MATCH (p:Person)
WHERE p.key IN $keys
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
  RETURN c.name AS account
  ORDER BY c.id
  LIMIT 1
}
OPTIONAL MATCH (p)-[s:SCORED]->(run)
RETURN p.key AS key, p.name AS name, CASE WHEN p:Employee THEN "employee" ELSE "contact" END AS kind,
       p.title AS title, account, s.rank AS rank, s.cluster AS cluster, s.pagerank AS score
ORDER BY key
