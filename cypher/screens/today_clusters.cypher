// What became of the clusters of a run between two moments, as the runs in between found it; the newest change first.
// $run (string, "20240101T000000"): id of the run
// $since (datetime, "2024-01-01T00:00:00Z"): after this moment
// $until (datetime, "2024-02-01T00:00:00Z"): to this moment
// $limit (integer, 6): how many changes
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.full AND run.as_of > $since AND run.as_of <= $until
MATCH (run)-[:FOUND]->(c:Community)
WHERE c.change IN ["new", "split", "merged"]
MATCH (:AnalysisRun {id: $run})-[:FOUND]->(now:Community {number: c.number})
WITH now, run, c
ORDER BY run.as_of DESC, c.id
WITH now, head(collect({as_of: run.as_of, change: c.change, came_from: c.came_from})) AS newest
RETURN now.number AS number, now.name AS name, now.size AS size, newest.change AS change, newest.as_of AS as_of,
       newest.came_from AS came_from
ORDER BY as_of DESC, size DESC, number
LIMIT $limit
