// What imports said about records of a kind that were there before them, in the order in which it was said.
// $kind (string, "contacts"): kind of records
MATCH (c:Change {kind: $kind})
RETURN c.id AS id, c.batch AS batch, c.rows AS rows
ORDER BY c.number, id
