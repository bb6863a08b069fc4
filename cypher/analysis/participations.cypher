// Who took which part in the interactions of these batches.
// $batches (string list, ["b1"]): the imports that brought the interactions; the empty text stands for none
MATCH (i:Interaction)
WHERE coalesce(i.batch, '') IN $batches AND i.at IS NOT NULL
MATCH (p:Person)-[part:TOOK_PART]->(i)
RETURN i.id AS interaction, i.at.epochMillis / 1000.0 AS at, i.channel AS channel, p.key AS person, part.as AS role
