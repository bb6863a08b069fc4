// Waits until no other import is writing, and lets none write until this transaction ends.
// The constraint locks the key, and the node is gone again at once.
CREATE (turn:Turn {id: 'import'})
DELETE turn
