// A record as its source gave it, merged or not, with its accounts and how much was dealt with it.
// $key (string, "contact:1"): the record
// $customer (string, ""): its id where it is a customer, else empty
CALL () {
  MATCH (o:Original {key: $key})
  RETURN o AS record
  UNION
  MATCH (n:Person {key: $key})
  WHERE NOT EXISTS { (:Original {key: $key}) }
  RETURN n AS record
  UNION
  MATCH (n:Customer {id: $customer})
  WHERE NOT EXISTS { (:Original {key: $key}) }
  RETURN n AS record
}
OPTIONAL MATCH (stand:Contact|Customer|Employee)-[:STANDS_FOR]->(record)
WITH record, [n IN [record, stand] WHERE n IS NOT NULL] AS places, stand.id = record.id AS own
CALL (record, places, own) {
  UNWIND places AS place
  OPTIONAL MATCH (place)-[at:WORKS_AT|PART_OF]->(c:Customer)
  WHERE place = record OR at.via STARTS WITH $key OR (own AND at.via IS NULL)
  RETURN collect(DISTINCT c.name) AS accounts
}
CALL (record, places, own) {
  UNWIND places AS place
  OPTIONAL MATCH (place)-[part:TOOK_PART|ABOUT]-(i:Interaction)
  WHERE place = record OR part.via STARTS WITH $key OR (own AND part.via IS NULL)
  RETURN count(DISTINCT i) AS interactions, max(i.at) AS last_at
}
OPTIONAL MATCH (b:Batch {id: record.batch})
RETURN properties(record) AS properties, accounts, interactions, last_at, b.file AS file
