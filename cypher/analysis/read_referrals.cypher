// Who brought whom until a moment: keys of people (`contact:7`) and accounts (`customer:7`).
// $as_of (datetime, "2024-01-01T00:00:00Z"): the moment; a referral without a time counts always
MATCH (referrer:Contact|Customer)-[r:REFERRED]->(referred:Contact|Customer)
WHERE r.at IS NULL OR r.at <= $as_of
RETURN coalesce(r.id, '') AS id, coalesce(referrer.key, 'customer:' + referrer.id) AS referrer,
       coalesce(referred.key, 'customer:' + referred.id) AS referred, r.at.epochMillis AS at, r.status AS status,
       r.value AS value, r.currency AS currency, r.program AS program
