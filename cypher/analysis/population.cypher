// The contacts that a run ranked: where they work, what it said of them, and who does not want to be written to.
// $run (string, "20240101T000000"): id of the run
// $day (date, "2024-01-01"): the day of the run; who began at an account later is not there yet
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(p:Contact)
WHERE s.rank IS NOT NULL
RETURN p.key AS key, p.city AS own_city, coalesce(p.opted_out, false) AS opted_out, s.cluster AS cluster,
       s.pagerank AS pagerank, s.betweenness AS betweenness, s.harmonic AS harmonic, s.degree AS degree, s.core AS core,
       s.constraint AS constraint, s.reach AS reach, s.downstream_revenue AS downstream_revenue,
       COLLECT {
         MATCH (p)-[works:WORKS_AT]->(c:Customer)
         WHERE works.since IS NULL OR works.since <= $day
         RETURN c.id AS id ORDER BY id LIMIT 1
       }[0] AS customer
