// What ties contacts and employees where no dealings among contacts are known: accounts, orders, managers.
// $max_people (integer, 20): in an account of more people than this, colleagues need not know each other
// $as_of (datetime, "2024-01-01T00:00:00Z"): later orders are left out
// $day (date, "2024-01-01"): its day; who began later is left out
CALL {
  MATCH (e:Employee)-[owns:OWNS]->(:Customer)<-[works:WORKS_AT]-(p:Contact)
  WHERE coalesce(owns.since, $day) <= $day AND coalesce(works.since, $day) <= $day
  RETURN 'owns' AS kind, p.key AS a, e.key AS b, 1.0 AS times
  UNION ALL
  MATCH (e:Employee)-[:SOLD]->(order:Purchase)<-[:MADE]-(:Customer)<-[works:WORKS_AT]-(p:Contact)
  WHERE order.at <= $as_of AND coalesce(works.since, $day) <= $day
  RETURN 'sold' AS kind, p.key AS a, e.key AS b, toFloat(count(DISTINCT order)) AS times
  UNION ALL
  MATCH (a:Person)-[:REPORTS_TO]->(b:Person)
  RETURN 'reports' AS kind, a.key AS a, b.key AS b, 1.0 AS times
  UNION ALL
  MATCH (c:Customer)
  WHERE 2 <= COUNT { (c)<-[works:WORKS_AT]-() WHERE coalesce(works.since, $day) <= $day } <= $max_people
  MATCH (a:Contact)-[of_a:WORKS_AT]->(c)<-[of_b:WORKS_AT]-(b:Contact)
  WHERE a.key < b.key AND coalesce(of_a.since, $day) <= $day AND coalesce(of_b.since, $day) <= $day
  RETURN 'colleagues' AS kind, a.key AS a, b.key AS b, 1.0 AS times
}
RETURN kind, a, b, times
