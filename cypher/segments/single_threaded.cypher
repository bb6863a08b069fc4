// Accounts that hang by a thread: only one of their people has a tie with us that counts.
// $strength (float, 30.0): the tie that counts; 30 is warm
// $limit (integer, 50): how many accounts
MATCH (c:Customer)<-[:WORKS_AT]-(person:Contact)
WITH c, person, EXISTS { MATCH (person)-[k:KNOWS]-(:Employee) WHERE k.strength >= $strength } AS known
WITH c, count(person) AS people, collect(CASE WHEN known THEN person.name END) AS known
WHERE size(known) = 1 AND people > 1
RETURN c.id AS id, c.name AS name, known[0] AS only_known, people
ORDER BY people DESC, id
LIMIT $limit
