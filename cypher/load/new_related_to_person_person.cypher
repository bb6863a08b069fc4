// Creates (:Person)-[:RELATED_TO]->(:Person): has a relation with. Written from graph/model.
// $edges (map, {"start": ["1"], "end": ["2"]}): a column for each end and property
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($edges.start) - 1) AS i
MATCH (a:Person {key: $edges.start[i]})
MATCH (b:Person {key: $edges.`end`[i]})
CREATE (a)-[:RELATED_TO {kind: $edges.kind[i], since: date($edges.since[i]), confidence: $edges.confidence[i], start_reference: $edges.start_reference[i], end_reference: $edges.end_reference[i], via: $edges.via[i], source: $source, batch: $batch}]->(b)
