// Who belongs to two clusters of a run, those who are divided most evenly first.
// $run (string, "20240101T000000"): id of the run
// $cluster (integer, null): only people who belong to the cluster with this number
// $limit (integer, 50): how many people
MATCH (run:AnalysisRun {id: $run})<-[s:SCORED]-(p:Person)
WHERE s.second_cluster IS NOT NULL AND ($cluster IS NULL OR $cluster IN [s.cluster, s.second_cluster])
WITH run, p, s
ORDER BY s.second_share DESC, p.key
LIMIT $limit
OPTIONAL MATCH (run)-[:FOUND]->(own:Community {number: s.cluster})
OPTIONAL MATCH (run)-[:FOUND]->(second:Community {number: s.second_cluster})
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, account.name AS account, s.cluster AS cluster,
       own.name AS cluster_name, s.cluster_share AS share, s.second_cluster AS second, second.name AS second_name,
       s.second_share AS second_share
ORDER BY second_share DESC, key
