// The accounts that an account is linked with, the strongest link first, and how many there are.
// $id (string, "7"): the account
// $limit (integer, 25): how many to list at most
MATCH (n:Customer {id: $id})-[t:LINKED]-(o:Customer)
MATCH (run:AnalysisRun {id: t.run})
WHERE run.at IS NOT NULL
WITH "customer:" + o.id AS other, t.strength AS strength
ORDER BY coalesce(strength, -1.0) DESC, other
WITH collect([other, strength]) AS found
RETURN found[..$limit] AS found, size(found) AS total
