// Relationships of records that wait for their other end.
// $records (string list, ["contact:7"]): the records whose rows named them
UNWIND $records AS record
MATCH (w:Waiting {record: record})
RETURN record, properties(w) AS waiting
