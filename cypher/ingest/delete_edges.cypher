// Deletes relationships.
// $edges (string list, ["5:a:1"]): their element ids
UNWIND $edges AS edge
MATCH ()-[r]->() WHERE elementId(r) = edge
DELETE r
