// Who of us reaches a person in the fewest steps.
// One path for each colleague, along ties that are strong enough. Nobody on it has opted out.
// $to (string, "contact:1"): the person
// $strength (float, 10.0): no tie on the path is weaker; 30 is warm, 60 strong
// $limit (integer, 10): how many colleagues
MATCH (b:Person {key: $to})
MATCH (a:Employee)
WHERE a <> b
MATCH path = shortestPath((a)-[:KNOWS*..4]-(b))
WHERE all(person IN nodes(path) WHERE NOT coalesce(person.opted_out, false))
  AND all(tie IN relationships(path) WHERE tie.strength >= $strength)
WITH a, path, [person IN nodes(path) | person.name] AS people
RETURN a.key AS key, a.name AS name, length(path) AS steps, people, path
ORDER BY steps, key
LIMIT $limit
