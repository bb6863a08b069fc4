// The names of all indexes, those behind constraints included.
SHOW INDEXES YIELD name
RETURN name
ORDER BY name
