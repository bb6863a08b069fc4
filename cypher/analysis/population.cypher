// The contacts that a run ranked: work, readings, who does not want to be written to; many in one row, as lists.
// $run (string, "20240101T000000"): id of the run
// $day (date, "2024-01-01"): the day of the run; who began at an account later is not there yet
// $bounds (string list, ["contact:1", "contact:2"]): keys, a row for those from each up to the next
MATCH (run:AnalysisRun {id: $run})
UNWIND range(0, size($bounds) - 2) AS number
WITH run, $bounds[number] AS first, $bounds[number + 1] AS next
CALL (run, first, next) {
  MATCH (p:Person)
  WHERE first <= p.key < next AND p:Contact
  MATCH (p)-[s:SCORED]->(run)
  WHERE s.rank IS NOT NULL
  RETURN collect([
    p.key, p.city, coalesce(p.opted_out, false), s.cluster, s.pagerank, s.betweenness, s.harmonic, s.degree, s.core,
    s.constraint, s.reach, s.downstream_revenue,
    COLLECT {
      MATCH (p)-[works:WORKS_AT]->(c:Customer)
      WHERE works.since IS NULL OR works.since <= $day
      RETURN c.id AS id ORDER BY id LIMIT 1
    }[0]
  ]) AS rows
}
RETURN rows
