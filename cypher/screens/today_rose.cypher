// People who are among the first by PageRank and were not so far up in another run, those who gained most first.
// What made them rise: people whom they came to know since.
// $run (string, "20240101T000000"): id of the run
// $before (string, "20230101T000000"): id of the other run
// $since (datetime, "2024-01-01T00:00:00Z"): the moment that it describes
// $people (integer, 1000): people in the run
// $people_before (integer, 1000): people in the other
// $top (integer, 100): how many are the first
// $owner (string, ""): only people at accounts that this employee looks after, as employee:ID; "" for all
// $limit (integer, 6): how many people
MATCH (:AnalysisRun {id: $run})<-[s:SCORED]-(p:Contact)
WHERE s.rank <= $top AND ($owner = "" OR EXISTS { (p)-[:WORKS_AT]->(:Customer)<-[:OWNS]-(:Employee {key: $owner}) })
OPTIONAL MATCH (p)-[b:SCORED]->(:AnalysisRun {id: $before})
WITH p, s, b.rank AS rank_before, s.pagerank * $people - coalesce(b.pagerank, 0.0) * $people_before AS change
WHERE rank_before IS NULL OR rank_before > s.rank
WITH p, s, rank_before, change
ORDER BY coalesce(rank_before, $top + 1) > $top DESC, change DESC, p.key
LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)-[:WORKS_AT]->(account:Customer)
  RETURN account
  ORDER BY account.id
  LIMIT 1
}
RETURN p.key AS key, coalesce(p.name, p.email, p.id) AS name, p.title AS title, account.id AS account_id,
       account.name AS account, s.rank AS rank, rank_before, change,
       COUNT { (p)-[k:KNOWS]-(:Person) WHERE k.first_at > $since } AS new_ties,
       coalesce(p.opted_out, false) AS opted_out
ORDER BY coalesce(rank_before, $top + 1) > $top DESC, change DESC, key
