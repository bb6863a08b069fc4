// The accounts that an account is linked with by ties and referrals of their people, the strongest link first.
// $id (string, "1"): the account
// $limit (integer, 10): how many at most
MATCH (c:Customer {id: $id})-[link:LINKED]-(other:Customer)
MATCH (run:AnalysisRun {id: link.run})
WHERE run.at IS NOT NULL
RETURN other.id AS id, coalesce(other.name, other.id) AS name, link.strength AS strength, link.ties AS ties,
       CASE WHEN startNode(link) = c THEN link.brought ELSE link.brought_by END AS brought,
       CASE WHEN startNode(link) = c THEN link.brought_by ELSE link.brought END AS brought_by, link.won AS won,
       link.last_at AS last_at, link.evidence AS evidence
ORDER BY strength DESC, brought + brought_by DESC, id
LIMIT $limit
