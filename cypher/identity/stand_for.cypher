// Makes the first record of each cluster stand for all of it; the others keep their properties and relationships.
// What analyses derived of the people is dropped.
// $clusters (map list, [{"label": "Contact", "ids": ["1", "2"]}]): the records of each, the one that stands first
UNWIND $clusters AS cluster
CALL (cluster) {
  WITH cluster
  WHERE cluster.label = 'Customer'
  UNWIND range(0, size(cluster.ids) - 1) AS place
  MATCH (n:Customer {id: cluster.ids[place]})
  RETURN n, place
  UNION ALL
  WITH cluster
  WHERE cluster.label <> 'Customer'
  UNWIND range(0, size(cluster.ids) - 1) AS place
  MATCH (n:Person {key: toLower(cluster.label) + ':' + cluster.ids[place]})
  RETURN n, place
}
WITH cluster, n, place
ORDER BY place
WITH cluster, collect(n) AS nodes
WITH cluster, nodes[0] AS stand, nodes[1..] AS others
WHERE size(others) > 0
CREATE (own:Original)
SET own = properties(stand), own.own_label = stand.label, own.label = cluster.label,
    own.own_key = CASE WHEN cluster.label = 'Customer' THEN stand.key END,
    own.key = toLower(cluster.label) + ':' + stand.id
CREATE (stand)-[:STANDS_FOR]->(own)
WITH cluster, stand, others
CALL (stand, others) {
  UNWIND [stand] + others AS n
  MATCH (n)-[derived:KNOWS|SCORED|MEMBER_OF|CARRIES|LINKED|INFERRED]-()
  DELETE derived
}
UNWIND others AS other
SET other.own_label = other.label, other.label = cluster.label,
    other.own_key = CASE WHEN cluster.label = 'Customer' THEN other.key END,
    other.key = toLower(cluster.label) + ':' + other.id
REMOVE other:Contact:Customer:Employee:Person
SET other:Original
CREATE (stand)-[:STANDS_FOR]->(other)
