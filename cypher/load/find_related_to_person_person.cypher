// Looks (:Person)-[:RELATED_TO]->(:Person) up between pairs of nodes. Written from graph/model.
// $edges (map, {"start": ["1"], "end": ["2"]}): the ends
UNWIND range(0, size($edges.start) - 1) AS i
MATCH (a:Person {key: $edges.start[i]})
MATCH (b:Person {key: $edges.`end`[i]})
MATCH (a)-[r:RELATED_TO]->(b)
RETURN i AS pair, elementId(r) AS edge, properties(r) AS properties
