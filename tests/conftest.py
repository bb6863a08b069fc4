"""What all tests share: a fresh home, settings, and one real Neo4j for the whole session."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.local.server import LocalNeo4j
from graph.store import Store
from guanxi.appstore import AppStore, open_appstore
from guanxi.config import GraphConfig, Settings, home
from tests.watched import watched

JARS = home() / "neo4j-jars"
"""Neo4j's jars are shared with the user's own server: they are fetched once."""


@pytest.fixture(autouse=True)
def fresh_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a GUANXI_HOME of its own, and no GUANXI_* setting from outside."""
    for name in [name for name in os.environ if name.startswith("GUANXI_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("GUANXI_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalNeo4j]:
    """A real Neo4j on a free port, in a temporary folder, for the whole session, however that ends."""
    config = GraphConfig(heap="768m", page_cache="128m")
    server = LocalNeo4j(tmp_path_factory.mktemp("neo4j"), config, jars=JARS)
    with watched(server):
        server.start()
        yield server


@pytest.fixture(scope="session")
def session_store(neo4j_server: LocalNeo4j) -> Iterator[Store]:
    with Store(neo4j_server.start().uri, "neo4j", neo4j_server.password) as store:
        store.make_schema()
        yield store


@pytest.fixture
def store(session_store: Store) -> Store:
    """The real Neo4j, emptied."""
    session_store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS")
    return session_store


@pytest.fixture
def settings(store: Store, neo4j_server: LocalNeo4j, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that name the emptied Neo4j; commands run in this process use it too."""
    monkeypatch.setenv("GUANXI_GRAPH__URI", store.uri)
    monkeypatch.setenv("GUANXI_GRAPH_PASSWORD", neo4j_server.password)
    from guanxi.config import load

    return load()


@pytest.fixture
def appstore(fresh_home: Path) -> Iterator[AppStore]:
    opened = open_appstore(Settings())
    yield opened
    opened.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
