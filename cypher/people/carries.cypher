// The accounts that would lose health if a person left, in the newest analysis, as JSON.
// $key (string, "employee:1"): the person
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (:Person {key: $key})-[carried:CARRIES]->(run)
RETURN carried.accounts AS accounts, carried.cut_off AS cut_off, carried.health_lost AS health_lost,
       carried.parts AS parts
ORDER BY health_lost DESC, parts
