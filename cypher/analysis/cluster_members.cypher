// The most influential people of each cluster of a run.
// $run (string, "20240101T000000"): id of the run
// $clusters (integer list, [0, 1]): numbers of the clusters
// $limit (integer, 3): how many people of each; a negative number for all
MATCH (run:AnalysisRun {id: $run})-[:FOUND]->(c:Community)
WHERE c.number IN $clusters
CALL {
  WITH run, c
  MATCH (c)<-[:MEMBER_OF]-(p:Person)-[s:SCORED]->(run)
  WITH p, s ORDER BY s.pagerank DESC, p.key
  RETURN collect(p {.key, name: coalesce(p.name, p.email, p.id), .title, rank: s.rank, degree: s.degree}) AS members
}
RETURN c.number AS number, CASE WHEN $limit < 0 THEN members ELSE members[..$limit] END AS members
ORDER BY number
