// How many accounts of a run stand where, and what they are worth.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(:Customer)
RETURN s.segment AS segment, s.rfm_recency AS recency, s.rfm_frequency AS frequency, s.tier AS tier,
       s.activity AS activity, s.lifecycle AS lifecycle, count(*) AS accounts, sum(coalesce(s.spent, 0.0)) AS spent,
       sum(coalesce(s.lifetime_value, 0.0)) AS lifetime_value
ORDER BY segment, recency, frequency, tier, activity, lifecycle
