// How many neighbours of each kind a person or an account has.
// $key (string, "contact:7"): the person
// $id (string, ""): or the account
CALL () {
  MATCH (n:Person {key: $key}) RETURN n
  UNION
  MATCH (n:Customer {id: $id}) RETURN n
}
CALL (n) {
  OPTIONAL MATCH (n)-[:KNOWS]-(o:Person)
  WITH DISTINCT n, o
  RETURN count(CASE WHEN o:Contact THEN 1 END) AS knows, count(CASE WHEN o:Employee THEN 1 END) AS us_of_person
}
CALL (n) {
  OPTIONAL MATCH (n)<-[:WORKS_AT]-(:Contact)-[:KNOWS]-(o:Employee)
  WITH n, collect(DISTINCT o) AS tied
  OPTIONAL MATCH (n)<-[:OWNS]-(owner:Employee)
  WITH tied, collect(DISTINCT owner) AS owners
  RETURN size(tied) + size([owner IN owners WHERE NOT owner IN tied]) AS us_of_account
}
CALL (n) {
  OPTIONAL MATCH (n)-[:WORKS_AT]->(:Customer)<-[:WORKS_AT]-(o:Contact)
  RETURN count(DISTINCT CASE WHEN o <> n THEN o END) AS colleagues
}
CALL (n) {
  OPTIONAL MATCH (n)-[link:LINKED]-(o:Customer)
  WHERE EXISTS { MATCH (run:AnalysisRun {id: link.run}) WHERE run.at IS NOT NULL }
  RETURN count(o) AS linked
}
CALL (n) {
  OPTIONAL MATCH (n)-[t:RELATED_TO|DECIDED]-(o:Person)
  WHERE t:RELATED_TO OR t.confirmed
  RETURN count(DISTINCT o) AS relations
}
CALL (n) {
  OPTIONAL MATCH (n)-[:REFERRED]->(o:Contact|Customer)
  RETURN count(DISTINCT o) AS referred
}
CALL (n) {
  OPTIONAL MATCH (n)<-[:REFERRED]-(o:Contact|Customer)
  RETURN count(DISTINCT o) AS referred_by
}
RETURN coalesce(n.key, "customer:" + n.id) AS key, knows, us_of_person + us_of_account AS us,
       COUNT { (n)-[:WORKS_AT]->() } AS account, COUNT { (n)-[:OWNS]->() } AS owns, colleagues,
       COUNT { (n)<-[:WORKS_AT]-() } AS people, linked, referred, referred_by,
       COUNT { (n)-[:REPORTS_TO]->() } AS manager, COUNT { (n)<-[:REPORTS_TO]-() } AS reports, relations,
       COUNT { (n)-[:PART_OF]->() } AS part_of, COUNT { (n)<-[:PART_OF]-() } AS parts
