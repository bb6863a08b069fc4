// Which clusters are tied to a cluster, and by how many ties.
// $number (integer, 0): the cluster
// $limit (integer, 20): how many clusters
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)-[:FOUND]->(:Community {number: $number})<-[:MEMBER_OF]-(p:Person)
MATCH (p)-[k:KNOWS]-(:Person)-[:MEMBER_OF]->(other:Community)<-[:FOUND]-(run)
WHERE other.number <> $number
RETURN other.number AS number, other.name AS name, count(k) AS ties, sum(k.strength) AS strength
ORDER BY ties DESC, number
LIMIT $limit
