// Which referral programmes bring most.
// A referral counts once: of somebody who was referred several times the first, and of a circle not the last.
MATCH (a:Contact|Customer)-[r:REFERRED]->(b:Contact|Customer)
WHERE a <> b
  AND NOT EXISTS {
    MATCH (b)<-[e:REFERRED]-(z)
    WHERE z <> b AND [coalesce(e.at.epochMillis, 9e15), coalesce(e.id, '')]
        < [coalesce(r.at.epochMillis, 9e15), coalesce(r.id, '')]
  }
  AND NOT EXISTS {
    MATCH (b) ((u)-[f:REFERRED]->(v)
      WHERE u <> v AND [coalesce(f.at.epochMillis, 9e15), coalesce(f.id, '')]
            < [coalesce(r.at.epochMillis, 9e15), coalesce(r.id, '')]
        AND NOT EXISTS {
          MATCH (v)<-[g:REFERRED]-(w)
          WHERE w <> v AND [coalesce(g.at.epochMillis, 9e15), coalesce(g.id, '')]
              < [coalesce(f.at.epochMillis, 9e15), coalesce(f.id, '')]
        }){1,} (a)
  }
WITH coalesce(r.program, "(none)") AS program, count(r) AS referrals,
     count(CASE r.status WHEN "won" THEN 1 END) AS won, sum(CASE r.status WHEN "won" THEN r.value END) AS value
RETURN program, referrals, won, round(100.0 * won / referrals, 1) AS won_percent, value
ORDER BY value DESC, program
