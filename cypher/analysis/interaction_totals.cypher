// Counts and sums of the interactions of each batch and channel, to see what is new or has changed.
MATCH (i:Interaction)
WITH coalesce(i.batch, '') AS batch, coalesce(i.channel, '') AS channel, i.at.epochMillis AS at,
     COUNT { (i)<-[:TOOK_PART]-() } AS parts
RETURN batch, channel, count(*) AS interactions, sum(parts) AS parts, sum(at / 1000) AS seconds,
       coalesce(max(at), 0) AS newest
ORDER BY batch, channel
