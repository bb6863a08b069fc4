// The people and accounts of a run whose referrals brought most, with all below them.
// $run (string, "20240101T000000"): id of the run
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(who:Person|Customer)
WHERE s.referred > 0
WITH who, s, coalesce(who.key, 'customer:' + who.id) AS key
ORDER BY s.downstream_revenue DESC, s.downstream DESC, key
SKIP $offset LIMIT $limit
RETURN key, coalesce(who.name, who.email, who.id) AS name, s.referred AS referred, s.referred_won AS referred_won,
       s.referral_revenue AS referral_revenue, s.downstream AS downstream, s.downstream_won AS downstream_won,
       s.downstream_revenue AS downstream_revenue, s.referral_depth AS referral_depth
ORDER BY downstream_revenue DESC, downstream DESC, key
