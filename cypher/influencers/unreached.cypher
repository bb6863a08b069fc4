// Which influencers nobody of our own company has a tie of this strength with.
// $strength (float, 30.0): the tie that would do; 30 is warm
// $limit (integer, 20): how many people
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)<-[s:SCORED]-(p:Contact)
WHERE s.rank IS NOT NULL AND NOT coalesce(p.opted_out, false)
  AND NOT EXISTS { MATCH (p)-[k:KNOWS]-(:Employee) WHERE k.strength >= $strength }
RETURN p.key AS key, p.name AS name, p.title AS title, s.rank AS rank
ORDER BY rank, key
LIMIT $limit
