// What ties contacts and employees where no dealings among contacts are known: accounts, orders, managers.
// $max_people (integer, 20): in an account of more people than this, colleagues need not know each other
CALL {
  MATCH (a:Person)-[k:KNOWS]->(b:Person)
  RETURN 'knows' AS kind, a.key AS a, b.key AS b, k.strength / 100.0 AS times
  UNION ALL
  MATCH (e:Employee)-[:OWNS]->(:Customer)<-[:WORKS_AT]-(p:Contact)
  RETURN 'owns' AS kind, p.key AS a, e.key AS b, 1.0 AS times
  UNION ALL
  MATCH (e:Employee)-[:SOLD]->(order:Purchase)<-[:MADE]-(:Customer)<-[:WORKS_AT]-(p:Contact)
  RETURN 'sold' AS kind, p.key AS a, e.key AS b, toFloat(count(DISTINCT order)) AS times
  UNION ALL
  MATCH (a:Person)-[:REPORTS_TO]->(b:Person)
  RETURN 'reports' AS kind, a.key AS a, b.key AS b, 1.0 AS times
  UNION ALL
  MATCH (c:Customer)
  WHERE 2 <= COUNT { (c)<-[:WORKS_AT]-() } <= $max_people
  MATCH (a:Contact)-[:WORKS_AT]->(c)<-[:WORKS_AT]-(b:Contact)
  WHERE a.key < b.key
  RETURN 'colleagues' AS kind, a.key AS a, b.key AS b, 1.0 AS times
}
RETURN kind, a, b, times
