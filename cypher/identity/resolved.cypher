// Notes that duplicates were looked for among what these imports brought.
// $batches (string list, ["b1"]): the imports
UNWIND $batches AS id
MATCH (b:Batch {id: id})
SET b.resolved = true
