"""From configuration to an open store."""

from __future__ import annotations

import os

from graph.local.server import LocalNeo4j
from graph.store import PATIENCE, Store
from guanxi.config import Settings
from guanxi.errors import ConfigError


def local(settings: Settings) -> LocalNeo4j:
    """The managed local Neo4j of GUANXI_HOME, running or not."""
    return LocalNeo4j(settings.home / "neo4j", settings.graph)


def open_store(settings: Settings, *, patience: float = PATIENCE) -> Store:
    """The store that `graph.uri` names, reachable and with its schema; `local` is started where it is down.

    `patience` is for how many seconds the store tries again what fails for a passing reason.
    """
    store = connect(settings, patience=patience)
    try:
        store.make_schema()
    except BaseException:
        store.close()
        raise
    return store


def connect(settings: Settings, *, patience: float = PATIENCE) -> Store:
    """As `open_store`, leaving the schema as it is."""
    graph = settings.graph
    if graph.uri == "local":
        managed = local(settings)
        store = Store(managed.start().uri, "neo4j", managed.password, patience=patience)
    else:
        password = os.environ.get("GUANXI_GRAPH_PASSWORD")
        if not password:
            raise ConfigError(f"No password is set for {graph.uri}.", "Set GUANXI_GRAPH_PASSWORD.")
        store = Store(graph.uri, graph.user, password, graph.database, patience=patience)
    try:
        store.check()
    except BaseException:
        store.close()
        raise
    return store
