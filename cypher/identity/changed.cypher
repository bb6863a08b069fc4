// What imports said about records that were there before them.
// $batches (string list, ["b1"]): the imports
MATCH (c:Change)
WHERE c.batch IN $batches
RETURN c.kind AS kind, c.rows AS rows
ORDER BY c.number, c.id
