// What these people referred, by currency.
// A referral counts once: of somebody who was referred several times the first, and of a circle not the last.
// $keys (string list, ["contact:1"]): the people
MATCH (p:Person)
WHERE p.key IN $keys
MATCH (p)-[r:REFERRED]->(b:Contact|Customer)
WHERE p <> b
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
        }){1,} (p)
  }
WITH p, r, r.status = 'won' AS won
RETURN p.key AS key, coalesce(r.currency, '') AS currency, count(r) AS referred,
       sum(CASE WHEN won THEN 1 ELSE 0 END) AS won,
       sum(CASE WHEN won THEN coalesce(r.value, 0.0) ELSE 0.0 END) AS value
ORDER BY key, currency
