// Counts and sums of the interactions of some batches, by batch and channel.
// $batches (string list, ["b1"]): the imports that brought the interactions
MATCH (i:Interaction)
WHERE i.batch IN $batches
WITH i.batch AS batch, coalesce(i.channel, '') AS channel, i.at.epochMillis AS at,
     COUNT { (i)<-[:TOOK_PART]-() } AS parts
RETURN batch, channel, count(*) AS interactions, sum(parts) AS parts, sum(at / 1000) AS seconds,
       coalesce(max(at), 0) AS newest
ORDER BY batch, channel
