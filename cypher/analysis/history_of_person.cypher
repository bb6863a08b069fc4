// What each run said of a person.
// $key (string, "contact:1"): the person
MATCH (p:Person {key: $key})-[s:SCORED]->(run:AnalysisRun)
WHERE run.at IS NOT NULL
RETURN run.id AS run, run.at AS at, run.as_of AS as_of, run.people AS people, properties(s) AS readings
ORDER BY as_of, at, run
