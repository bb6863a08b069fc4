// Writes who belongs to which community.
// $rows (map list, [{"key": "contact:1", "community": "20240101T000000:0"}]): each person and its community
UNWIND $rows AS row
MATCH (p:Person {key: row.key})
MATCH (c:Community {id: row.community})
CREATE (p)-[:MEMBER_OF]->(c)
