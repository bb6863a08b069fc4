// Moves the ties whose strength has faded visibly to this moment.
// $as_of (integer, 1700000000000): the moment that they describe from now on, in milliseconds since 1970
// $half_life_days (float, 90.0): in which mass halves when nothing happens
// $s0 (float, 11.84): the mass at which strength is 63 %
// $points (float, 0.5): by how much the strength of a tie must have faded
// $batch_people (integer, 500): people whose ties are written in one transaction
MATCH (p:Person)
CALL {
  WITH p
  MATCH (p)-[k:KNOWS]->(:Person)
  WITH k, k.mass * 2.0 ^ ((k.as_of.epochMillis - $as_of) / ($half_life_days * 86400000.0)) AS mass,
       CASE WHEN k.sent > k.received THEN k.received / k.sent
            WHEN k.received > 0 THEN k.sent / k.received
            ELSE 0.0 END AS reciprocity
  WITH k, mass, 100.0 * (1.0 - exp(-mass / $s0)) * (1.0 + reciprocity) / 2.0 AS strength
  WHERE k.strength - strength > $points
  SET k.mass = mass, k.as_of = datetime({epochMillis: $as_of}), k.strength = strength
} IN TRANSACTIONS OF $batch_people ROWS
