// What a run said of the standing of each account.
// $run (string, "20240101T000000"): id of the run
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
RETURN c.id AS id, c.name AS name, s.segment AS segment, s.tier AS tier, s.activity AS activity,
       s.lifecycle AS lifecycle, s.churn_state AS churn_state, s.health AS health, s.churn AS churn,
       s.lifetime_value AS lifetime_value
