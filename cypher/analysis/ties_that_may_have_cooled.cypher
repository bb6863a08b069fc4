// Ties that are weak, and had so much mass once that they may have been warm.
// $warm (float, 30.0): the strength below which a tie is weak
// $least (float, 0.4): the mass without which no tie was warm
MATCH (a:Person)-[k:KNOWS]->(b:Person)
WHERE k.strength < $warm AND k.mass >= $least
RETURN a.key AS a, b.key AS b, coalesce(a.name, a.email, a.id) AS a_name, coalesce(b.name, b.email, b.id) AS b_name,
       k.mass AS mass, k.sent AS sent, k.received AS received, k.count AS count,
       k.as_of.epochMillis / 1000.0 AS as_of, k.last_at AS last_at
