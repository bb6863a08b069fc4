// Records of one import that have been deleted by their source since.
// $batch (string, "b1"): the import
// $prefix (string, "contact:"): what their keys begin with
MATCH (n:Deleted)
WHERE n.batch = $batch AND n.was STARTS WITH $prefix
RETURN n.id AS id
ORDER BY id
