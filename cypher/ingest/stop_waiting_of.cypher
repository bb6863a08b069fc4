// Forgets what waits for records' rows.
// $records (string list, ["contact:7"]): the records
UNWIND $records AS record
MATCH (w:Waiting {record: record})
DELETE w
