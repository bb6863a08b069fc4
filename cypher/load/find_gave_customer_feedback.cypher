// Looks (:Customer)-[:GAVE]->(:Feedback) up between pairs of nodes. Written from graph/model.
// $edges (map, {"start": ["1"], "end": ["2"]}): the ends
UNWIND range(0, size($edges.start) - 1) AS i
MATCH (a:Customer {id: $edges.start[i]})
MATCH (b:Feedback {id: $edges.`end`[i]})
MATCH (a)-[r:GAVE]->(b)
RETURN i AS pair, elementId(r) AS edge, properties(r) AS properties
