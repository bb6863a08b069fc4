// Moves the ties that describe an earlier moment to this one.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment that they describe from now on
// $half_life_days (float, 90.0): in which mass halves when nothing happens
// $s0 (float, 11.84): the mass at which strength is 63 %
// $batch_rows (integer, 5000): ties in one transaction
MATCH (:Person)-[k:KNOWS]->(:Person)
WHERE k.as_of < $as_of
WITH k, k.mass * 2.0 ^ ((k.as_of.epochMillis - $as_of.epochMillis) / ($half_life_days * 86400000.0)) AS mass,
     CASE WHEN k.sent > k.received THEN k.received / k.sent
          WHEN k.received > 0 THEN k.sent / k.received
          ELSE 0.0 END AS reciprocity
CALL {
  WITH k, mass, reciprocity
  SET k.mass = mass, k.as_of = $as_of, k.strength = 100.0 * (1.0 - exp(-mass / $s0)) * (1.0 + reciprocity) / 2.0
} IN TRANSACTIONS OF $batch_rows ROWS
