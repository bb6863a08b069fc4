// Notes what an import said about records that were there before it.
// $id (string, "x"): a new id
// $batch (string, "b1"): the import; empty where an undo has put together what several imports said
// $kind (string, "contacts"): kind of records
// $rows (byte array, null): a Parquet file
OPTIONAL MATCH (last:Change)
WHERE last.number IS NOT NULL
WITH coalesce(max(last.number), 0) + 1 AS number
CREATE (:Change {id: $id, batch: $batch, kind: $kind, rows: $rows, number: number})
