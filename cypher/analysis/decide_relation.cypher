// Notes what somebody decided about a relation between two people.
// $a (string, "contact:1"): the smaller key
// $b (string, "contact:2"): the larger key
// $kind (string, "friend"): family, friend, colleague or partner
// $confirmed (boolean, true): whether it is so
// $at (datetime, "2024-01-01T00:00:00Z"): when that was decided
MATCH (a:Person {key: $a})
MATCH (b:Person {key: $b})
MERGE (a)-[decided:DECIDED {kind: $kind}]-(b)
SET decided.confirmed = $confirmed, decided.at = $at
