// How many accounts have which recency and frequency scores, in the newest analysis; 5 is best.
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)<-[s:SCORED]-(:Customer)
WHERE s.segment IS NOT NULL
RETURN s.rfm_recency AS recency, s.rfm_frequency AS frequency, s.segment AS segment, count(*) AS accounts,
       sum(s.spent) AS spent
ORDER BY recency DESC, frequency DESC
