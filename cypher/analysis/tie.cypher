// The tie between two people.
// $a (string, "contact:1"): the smaller key
// $b (string, "contact:2"): the larger key
MATCH (a:Person {key: $a})-[k:KNOWS]->(b:Person {key: $b})
RETURN a.key AS a, a.name AS a_name, b.key AS b, b.name AS b_name, k.mass AS mass, k.strength AS strength,
       k.as_of AS as_of, k.first_at AS first_at, k.last_at AS last_at, k.count AS count, k.sent AS sent,
       k.received AS received
