// Creates (:Contact)-[:REFERRED]->(:Customer): brought us. Written from graph/model.
// $edges (map, {"start": ["1"], "end": ["2"]}): a column for each end and property
// $source (string, "file"): the system that they come from
// $batch (string, "b1"): the import that brings them
UNWIND range(0, size($edges.start) - 1) AS i
MATCH (a:Contact {id: $edges.start[i]})
MATCH (b:Customer {id: $edges.`end`[i]})
CREATE (a)-[:REFERRED {id: $edges.id[i], at: CASE WHEN $edges.at[i] IS NOT NULL THEN datetime({epochMillis: $edges.at[i]}) END, status: $edges.status[i], value: $edges.value[i], currency: $edges.currency[i], program: $edges.program[i], start_reference: $edges.start_reference[i], end_reference: $edges.end_reference[i], via: $edges.via[i], source: $source, batch: $batch}]->(b)
