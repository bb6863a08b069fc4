// What referrals bring, by how many steps they are away from where a chain of referrals began.
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
CALL (a) {
  MATCH (root:Contact|Customer) ((o)-[s:REFERRED]->(n)
    WHERE o <> n
      AND NOT EXISTS {
        MATCH (n)<-[e:REFERRED]-(z)
        WHERE z <> n AND [coalesce(e.at.epochMillis, 9e15), coalesce(e.id, '')]
            < [coalesce(s.at.epochMillis, 9e15), coalesce(s.id, '')]
      }
      AND NOT EXISTS {
        MATCH (n) ((u)-[f:REFERRED]->(v)
          WHERE u <> v AND [coalesce(f.at.epochMillis, 9e15), coalesce(f.id, '')]
                < [coalesce(s.at.epochMillis, 9e15), coalesce(s.id, '')]
            AND NOT EXISTS {
              MATCH (v)<-[g:REFERRED]-(w)
              WHERE w <> v AND [coalesce(g.at.epochMillis, 9e15), coalesce(g.id, '')]
                  < [coalesce(f.at.epochMillis, 9e15), coalesce(f.id, '')]
            }){1,} (o)
      }){0,} (a)
  RETURN max(size(s)) + 1 AS step
}
RETURN step, count(r) AS referrals, count(CASE r.status WHEN "won" THEN 1 END) AS won,
       sum(CASE r.status WHEN "won" THEN r.value END) AS value
ORDER BY step
