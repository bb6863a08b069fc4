// What was said about us until a moment, and by whom.
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment
MATCH (f:Feedback)
WHERE f.at <= $as_of
RETURN f.id AS id, f.at.epochMillis AS at, f.kind AS kind, f.score AS score, f.text AS text,
       f.text_sentiment AS text_sentiment,
       head(COLLECT { MATCH (c:Customer)-[:GAVE]->(f) RETURN c.id AS id ORDER BY id LIMIT 1 }) AS customer,
       head(COLLECT { MATCH (c:Contact)-[:GAVE]->(f) RETURN c.key AS key ORDER BY key LIMIT 1 }) AS contact
