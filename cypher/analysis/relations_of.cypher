// Relations between people that were guessed, and those that somebody decided about; the surest first.
// $key (string, null): only of this person
// $kind (string, null): only of this kind
// $state (string, "open"): open, confirmed or rejected; null for all
// $limit (integer, 50): how many at most
CALL () {
  MATCH (a:Person)-[guess:INFERRED]->(b:Person)
  MATCH (run:AnalysisRun {id: guess.run})
  WHERE run.at IS NOT NULL
  RETURN a, b, guess.kind AS kind
  UNION
  MATCH (a:Person)-[decided:DECIDED]->(b:Person)
  RETURN a, b, decided.kind AS kind
}
WITH a, b, kind
WHERE ($key IS NULL OR $key IN [a.key, b.key]) AND ($kind IS NULL OR kind = $kind)
OPTIONAL MATCH (a)-[decided:DECIDED {kind: kind}]->(b)
WITH a, b, kind, decided,
     CASE decided.confirmed WHEN true THEN 'confirmed' WHEN false THEN 'rejected' ELSE 'open' END AS state
WHERE $state IS NULL OR state = $state
WITH a, b, kind, decided, state, head(COLLECT {
       MATCH (a)-[guess:INFERRED {kind: kind}]->(b)
       MATCH (run:AnalysisRun {id: guess.run})
       WHERE run.at IS NOT NULL
       RETURN guess ORDER BY run.at DESC LIMIT 1
     }) AS guess
RETURN a.key AS a, coalesce(a.name, a.email, a.id) AS a_name, b.key AS b, coalesce(b.name, b.email, b.id) AS b_name,
       kind, state, decided.at AS decided_at, guess.confidence AS confidence, guess.evidence AS evidence
ORDER BY confidence IS NULL, confidence DESC, a, b, kind
LIMIT $limit
