// Waits until no other import is writing, and lets none write until this transaction ends; how many are deleted.
// The constraint locks the key, and the node is gone again at once.
CREATE (turn:Turn {id: 'import'})
DELETE turn
WITH count(*) AS turns
CALL () {
  MATCH (d:Deleted)
  RETURN count(d) AS deleted
}
RETURN deleted
