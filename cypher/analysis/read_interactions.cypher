// Every interaction until a moment, with the accounts that it is said to be about.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (i:Interaction)
WHERE i.at <= $as_of
RETURN i.id AS id, i.at.epochMillis AS at, i.channel AS channel, i.direction AS direction, i.sentiment AS sentiment,
       i.text_sentiment AS text_sentiment,
       coalesce(i.batch, '') AS batch, COLLECT { MATCH (i)-[:ABOUT]->(c:Customer) RETURN c.id AS id ORDER BY id } AS about
