// Whose leaving would cost most in a run: accounts cut off, then health.
// $run (string, "20240101T000000"): id of the run
// $ours (boolean, null): only our own people, or only contacts; null for both
// $limit (integer, 20): how many people
MATCH (:AnalysisRun {id: $run})<-[carries:CARRIES]-(p:Person)
WHERE $ours IS NULL OR (p:Employee) = $ours
WITH p, carries
ORDER BY carries.cut_off DESC, carries.health_lost DESC, p.key
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(c:Customer)
  RETURN c.name AS account
  ORDER BY c.id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title,
       CASE WHEN p:Employee THEN 'employee' ELSE 'contact' END AS kind, account, carries.accounts AS accounts,
       carries.cut_off AS cut_off, carries.health_lost AS health_lost, carries.parts AS parts
ORDER BY cut_off DESC, health_lost DESC, key
