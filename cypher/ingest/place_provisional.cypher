// Says where provisional contacts are taken to work; null: nowhere.
// $rows (map list, [{"key": "contact:mail:a@b.c", "customer": "c1", "source": "mail", "batch": "b1"}]): the persons
UNWIND $rows AS row
MATCH (p:Person {key: row.key})
OPTIONAL MATCH (p)-[former:WORKS_AT]->(:Customer)
DELETE former
WITH DISTINCT row, p
MATCH (c:Customer {id: row.customer})
CREATE (p)-[:WORKS_AT {source: row.source, batch: row.batch}]->(c)
