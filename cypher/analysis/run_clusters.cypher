// The clusters of a run, the largest first.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})-[:FOUND]->(c:Community)
RETURN c.id AS id, c.number AS number, c.name AS name, c.description AS description, c.size AS size, c.facts AS facts,
       c.change AS change, c.came_from AS came_from, c.bridges AS bridges
ORDER BY size DESC, number
