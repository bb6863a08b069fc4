"""A whole import into an empty database by Neo4j's offline importer."""
