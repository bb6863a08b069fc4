// Whom somebody brought us, whom those brought, and so on.
// A referral counts once: of somebody who was referred several times the first, and of a circle not the last.
// $key (string, "contact:1"): who it begins with: contact:ID or customer:ID
// $limit (integer, 500): how many referrals
CALL () {
  MATCH (root:Person {key: $key})
  RETURN root
  UNION ALL
  MATCH (root:Customer {id: replace($key, "customer:", "")})
  WHERE $key STARTS WITH "customer:"
  RETURN root
}
MATCH (root) ((a)-[r:REFERRED]->(b)
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
    }){1,} (referred:Contact|Customer)
WITH size(r) AS step, last(r) AS referral, last(a) AS referrer, referred
RETURN step, referrer.name AS referrer, referred.name AS referred, referral.status AS status, referral.value AS value,
       referral.program AS program, referral.at AS at, referral.id AS id, referral
ORDER BY step, at, id
LIMIT $limit
