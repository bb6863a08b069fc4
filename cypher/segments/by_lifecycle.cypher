// How many accounts stand at which stage of their life with us in the newest analysis, and what they are worth.
MATCH (run:AnalysisRun)
WHERE run.at IS NOT NULL AND run.complete
WITH run ORDER BY run.at DESC, run.id LIMIT 1
MATCH (run)<-[s:SCORED]-(:Customer)
WHERE s.lifecycle IS NOT NULL
RETURN s.lifecycle AS lifecycle, count(*) AS accounts, sum(s.spent) AS spent, sum(s.lifetime_value) AS lifetime_value
ORDER BY accounts DESC, lifecycle
