// Merged records of others whose relationships to these are hidden at one end only.
// $keys (string list, ["contact:2"]): merged records
// $types (string list, ["WORKS_AT"]): the types of relationships that go with a record
UNWIND $keys AS key
MATCH (o:Original {key: key})-[r]-(n:Contact|Customer|Employee)
WHERE r.via IS NOT NULL AND type(r) IN $types
UNWIND split(r.via, ';') AS via
RETURN DISTINCT via AS key
ORDER BY key
