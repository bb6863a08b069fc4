// How one person can be introduced to another.
// Paths of fewest steps along ties that are strong enough, the one whose weakest tie is strongest first. Nobody on them has opted out.
// $from (string, "employee:1"): who wants to be introduced
// $to (string, "contact:1"): to whom
// $strength (float, 10.0): no tie on the path is weaker; 30 is warm, 60 strong
// $limit (integer, 5): how many paths
MATCH (a:Person {key: $from}), (b:Person {key: $to})
MATCH path = allShortestPaths((a)-[:KNOWS*..6]-(b))
WHERE all(person IN nodes(path) WHERE NOT coalesce(person.opted_out, false))
  AND all(tie IN relationships(path) WHERE tie.strength >= $strength)
WITH path, [person IN nodes(path) | person.name] AS people, [tie IN relationships(path) | tie.strength] AS strengths,
     [person IN nodes(path) | person.key] AS keys
UNWIND strengths AS strength
WITH path, people, strengths, keys, min(strength) AS weakest
ORDER BY weakest DESC, keys
LIMIT $limit
RETURN size(strengths) AS steps, weakest, people, path
ORDER BY weakest DESC, people
