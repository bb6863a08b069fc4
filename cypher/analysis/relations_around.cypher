// Relations of some people that were guessed, and those that somebody decided about; the surest first.
// $keys (string list, ["contact:1"]): the people
// $kind (string, null): only of this kind
// $state (string, "open"): open, confirmed or rejected; null for all
// $limit (integer, 50): how many at most
UNWIND $keys AS key
MATCH (one:Person {key: key})-[said:INFERRED|DECIDED]-(other:Person)
WHERE type(said) = 'DECIDED' OR EXISTS { MATCH (run:AnalysisRun {id: said.run}) WHERE run.at IS NOT NULL }
WITH DISTINCT CASE WHEN one.key < other.key THEN one ELSE other END AS a,
     CASE WHEN one.key < other.key THEN other ELSE one END AS b, said.kind AS kind
WITH a, b, kind
WHERE $kind IS NULL OR kind = $kind
WITH a, b, kind, head(COLLECT {
       MATCH (a)-[said:DECIDED {kind: kind}]-(b)
       RETURN said ORDER BY said.at DESC LIMIT 1
     }) AS decided
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
