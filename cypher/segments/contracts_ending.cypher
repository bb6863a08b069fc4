// Contracts that end soon, and when we last spoke with the account.
// $from (date, "2025-01-01"): the first day
// $days (integer, 90): how many days from then
// $limit (integer, 50): how many contracts
MATCH (contract:Contract)
WHERE contract.ends_on >= date($from) AND contract.ends_on < date($from) + duration({days: $days})
MATCH (contract)<-[:SIGNED]-(signer:Customer|Contact)
OPTIONAL MATCH (signer)-[:WORKS_AT]->(employer:Customer)
WITH DISTINCT contract, coalesce(employer, signer) AS account
OPTIONAL MATCH (account)<-[:ABOUT]-(i:Interaction)
WITH contract, account, max(i.at) AS last_at
RETURN contract.ends_on AS ends_on, account.name AS account, contract.value AS value, contract.currency AS currency,
       last_at, contract.id AS id
ORDER BY ends_on, id
LIMIT $limit
