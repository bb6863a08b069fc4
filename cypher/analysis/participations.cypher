// Who took which part in the interactions of these batches.
// $batches (string list, ["b1"]): the imports that brought the interactions; the empty text stands for none
CALL () {
  MATCH (i:Interaction)
  WHERE i.batch IN $batches
  RETURN i
  UNION ALL
  WITH $batches AS batches
  WHERE '' IN batches
  MATCH (i:Interaction)
  WHERE i.batch IS NULL
  RETURN i
}
MATCH (p:Person)-[part:TOOK_PART]->(i)
WHERE i.at IS NOT NULL
RETURN i.id AS interaction, i.at.epochMillis / 1000.0 AS at, i.channel AS channel, p.key AS person, part.as AS role
