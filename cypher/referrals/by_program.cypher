// Which referral programmes bring most.
MATCH (:Contact|Customer)-[referral:REFERRED]->()
WITH coalesce(referral.program, "(none)") AS program, count(referral) AS referrals,
     count(CASE referral.status WHEN "won" THEN 1 END) AS won,
     sum(CASE referral.status WHEN "won" THEN referral.value END) AS value
RETURN program, referrals, won, round(100.0 * won / referrals, 1) AS won_percent, value
ORDER BY value DESC, program
