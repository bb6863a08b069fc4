// What a run says of the standing of some accounts.
// $run (string, "20240101T000000"): id of the run
// $ids (string list, ["1"]): the accounts
UNWIND $ids AS id
MATCH (c:Customer {id: id})-[s:SCORED]->(:AnalysisRun {id: $run})
RETURN c.id AS id, s.health AS health, s.health_change AS health_change, s.health_parts AS health_parts,
       s.warm_people AS warm_people, s.hangs_by_a_thread AS hangs_by_a_thread, s.missing_roles AS missing_roles,
       s.unreached_roles AS unreached_roles, s.thread_share AS thread_share, s.single_threaded AS single_threaded,
       s.health_at_risk AS health_at_risk, s.fragility_parts AS fragility_parts,
       s.churn AS churn, s.churn_state AS churn_state, s.churn_parts AS churn_parts, s.tier AS tier,
       s.segment AS segment, s.lifecycle AS lifecycle, s.lifecycle_since AS lifecycle_since,
       s.lifetime_value AS lifetime_value, s.referral_credit AS referral_credit,
       s.expected_purchases AS expected_purchases, s.p_alive AS p_alive, s.silent_days AS silent_days,
       s.nps AS nps, s.nps_answers AS nps_answers, s.csat AS csat, s.csat_answers AS csat_answers,
       head(COLLECT {
         MATCH (p:Person {key: s.thread})
         RETURN {key: p.key, name: coalesce(p.name, p.email, p.id)} AS person
       }) AS thread,
       COLLECT {
         UNWIND s.silent_champions AS key
         MATCH (p:Person {key: key})
         RETURN {key: p.key, name: coalesce(p.name, p.email, p.id)} AS person ORDER BY p.key
       } AS silent_champions
ORDER BY id
