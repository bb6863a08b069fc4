// Who brought us most, directly and through those they brought.
// A referral counts once: of somebody who was referred several times the first, and of a circle not the last.
// $limit (integer, 20): how many
MATCH (a:Contact|Customer)-[r:REFERRED]->(b:Contact|Customer)
WHERE r.status = "won" AND a <> b
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
  MATCH (referrer:Contact|Customer) ((o)-[s:REFERRED]->(n)
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
  RETURN referrer, size(s) + 1 AS step
}
WITH referrer, sum(CASE step WHEN 1 THEN r.value ELSE 0 END) AS own,
     sum(CASE step WHEN 1 THEN 0 ELSE r.value END) AS downstream, count(r) AS won
RETURN coalesce(referrer.key, "customer:" + referrer.id) AS key, referrer.name AS name, own, downstream,
       own + downstream AS value, won
ORDER BY value DESC, key
LIMIT $limit
