// How many nodes there are of each label and relationships of each type, from Neo4j's own counts.
CALL db.stats.retrieve("GRAPH COUNTS") YIELD data
RETURN data.nodes AS nodes, data.relationships AS relationships
