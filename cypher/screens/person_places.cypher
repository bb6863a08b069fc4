// A person's place among all who are ranked, by each reading of the newest complete analysis; 1 is first.
// $key (string, "contact:7"): the person
MATCH (p:Person {key: $key})
CALL () {
  MATCH (run:AnalysisRun)
  WHERE run.at IS NOT NULL AND run.complete
  RETURN run
  ORDER BY run.at DESC, run.id
  LIMIT 1
}
MATCH (p)-[own:SCORED]->(run)
WHERE own.rank IS NOT NULL
MATCH (run)<-[s:SCORED]-()
WHERE s.rank IS NOT NULL
WITH own, count(s) AS ranked,
     sum(CASE WHEN s.betweenness > own.betweenness THEN 1 ELSE 0 END) AS bridging,
     sum(CASE WHEN s.harmonic > own.harmonic THEN 1 ELSE 0 END) AS closer,
     sum(CASE WHEN s.degree > own.degree THEN 1 ELSE 0 END) AS known
RETURN own.rank AS pagerank, bridging + 1 AS betweenness, closer + 1 AS harmonic, known + 1 AS degree,
       ranked
