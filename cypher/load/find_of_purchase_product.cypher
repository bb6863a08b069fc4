// Looks (:Purchase)-[:OF]->(:Product) up between pairs of nodes. Written from graph/model.
// $edges (map, {"start": ["1"], "end": ["2"]}): the ends
UNWIND range(0, size($edges.start) - 1) AS i
MATCH (a:Purchase {id: $edges.start[i]})
MATCH (b:Product {id: $edges.`end`[i]})
MATCH (a)-[r:OF]->(b)
RETURN i AS pair, elementId(r) AS edge, properties(r) AS properties
