// The people of a run who come first by a reading, with their places: many in one row, as lists.
// $run (string, "20240101T000000"): id of the run
// $reading (string, "pagerank"): pagerank, betweenness, harmonic or degree
// $cluster (integer, null): only people of the cluster with this number
// $limit (integer, 100000): how many people
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(p:Person)
WHERE ($cluster IS NULL OR s.cluster = $cluster) AND s[$reading] IS NOT NULL AND s.x IS NOT NULL
WITH p, s
ORDER BY s[$reading] DESC, p.key
LIMIT $limit
WITH collect([p.key, coalesce(p.name, p.email, p.id), CASE WHEN p:Employee THEN 'employee' ELSE 'contact' END,
              COLLECT { MATCH (p)-[:WORKS_AT]->(account:Customer) RETURN account.name ORDER BY account.id LIMIT 1 }[0],
              s.rank, s.cluster, s[$reading], s.x, s.y]) AS people
UNWIND range(0, size(people) - 1, 2000) AS first
RETURN people[first..first + 2000] AS rows
