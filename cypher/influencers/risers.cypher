// Who climbed most since the analysis before.
// $limit (integer, 20): how many people
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 2
WITH collect(run) AS runs
WITH runs[0] AS newest, runs[1] AS before
MATCH (before)<-[old:SCORED]-(p:Contact)-[new:SCORED]->(newest)
WHERE old.rank > new.rank
RETURN p.key AS key, p.name AS name, old.rank AS rank_before, new.rank AS rank, old.rank - new.rank AS climbed
ORDER BY climbed DESC, key
LIMIT $limit
