// The accounts of a run that stand in one place, those of the highest lifetime value first.
// $run (string, "20240101T000000"): id of the run
// $by (string, "segment"): segment, tier, activity or lifecycle
// $name (string, "champions"): the segment, tier, activity or stage; null for all
// $offset (integer, 0): how many come before these
// $limit (integer, 50): how many accounts
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(c:Customer)
WHERE $name IS NULL OR s[$by] = $name
RETURN c.id AS id, c.name AS name, c.industry AS industry, c.city AS city, s.segment AS segment,
       s.rfm_recency AS recency, s.rfm_frequency AS frequency, s.rfm_monetary AS monetary, s.orders AS orders,
       s.spent AS spent, s.recency_days AS recency_days, s.tier AS tier, s.tier_spent AS tier_spent,
       s.tier_open AS tier_open, s.activity AS activity, s.last_dealt_at AS last_dealt_at,
       s.lifecycle AS lifecycle, s.lifecycle_since AS lifecycle_since, s.p_alive AS p_alive,
       s.expected_purchases AS expected_purchases, s.order_worth AS order_worth,
       s.lifetime_value AS lifetime_value, s.referral_value AS referral_value,
       s.referral_credit AS referral_credit, s.accounts_referred AS accounts_referred
ORDER BY coalesce(s.lifetime_value, s.spent, 0.0) DESC, id
SKIP $offset LIMIT $limit
