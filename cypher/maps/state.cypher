// What must be the same for a map that was made before to be true still: how much there is, and the newest import.
CALL () {
  MATCH (p:Person)
  RETURN count(p) AS people
}
CALL () {
  MATCH ()-[tie:KNOWS]->()
  RETURN count(tie) AS ties
}
CALL () {
  OPTIONAL MATCH (b:Batch)
  RETURN max(b.id) AS batch, count(b) AS batches
}
RETURN people, ties, batch, batches
