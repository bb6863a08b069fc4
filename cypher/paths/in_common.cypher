// Whom two people both know.
// $a (string, "contact:1"): one of them
// $b (string, "contact:2"): the other
// $limit (integer, 20): how many people
MATCH (:Person {key: $a})-[to_a:KNOWS]-(common:Person)-[to_b:KNOWS]-(:Person {key: $b})
RETURN common.key AS key, common.name AS name, to_a.strength AS strength_to_a, to_b.strength AS strength_to_b
ORDER BY strength_to_a + strength_to_b DESC, key
LIMIT $limit
