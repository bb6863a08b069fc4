// What imports said about records of a kind that were there before them, in the order in which it was said.
// $kind (string, "contacts"): kind of records
// $after (integer, 0): the number of the last that is known
MATCH (c:Change)
WHERE c.number > $after AND c.kind = $kind
RETURN c.number AS number, c.rows AS rows
ORDER BY number
