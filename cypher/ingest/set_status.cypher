// Says how far an import, or its undoing, has come.
// $id (string, "b1"): the import
// $status (string, "undoing"): loading, done, undoing or undone
MATCH (b:Batch {id: $id})
SET b.status = $status
