"""Filling an empty database by Neo4j's importer: the same graph as row by row, and nothing half done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from graph.connect import local, open_store
from graph.local import incoming
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import GraphConfig, Settings
from guanxi.errors import GuanxiError
from ingest.bulk.run import ingest_in_bulk
from ingest.pipeline import Run, ingest
from tests import ten_kinds
from tests.conftest import JARS
from tests.graph_hash import graph_hash

ALL = frozenset({"no property"})
"""Leaves out nothing but the nodes of the imports themselves, which know their time."""


@pytest.fixture
def own(fresh_home: Path) -> Iterator[Settings]:
    """Settings of an empty Neo4j of the test's own."""
    fresh_home.mkdir(exist_ok=True)
    (fresh_home / "neo4j-jars").symlink_to(JARS)
    settings = Settings(graph=GraphConfig(uri="local", heap="512m", page_cache="128m"))
    yield settings
    local(settings).stop()


BATCHES = (
    "MATCH (b:Batch) RETURN b.id AS id, b.file AS file, b.hash AS hash, b.source AS source, b.kind AS kind,"
    " b.status AS status, b.read AS read, b.accepted AS accepted, b.quarantined AS quarantined, b.quality AS quality"
    " ORDER BY id"
)


@contextmanager
def _cut(monkeypatch: pytest.MonkeyPatch, place: object, step: str) -> Iterator[None]:
    """What is done inside ends when it comes to a step."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(place, step, end)
        yield


def _empty(store: Store) -> None:
    store.run_alone("MATCH (n) DETACH DELETE n")


def _dirty(folder: Path) -> None:
    """Two files of interactions: with faults, rows that come twice, old times, people who are not there yet."""
    rows = [
        {"id": "n1", "at": "1960-01-01T00:00:00.25Z", "channel": "mail", "from": "p1", "to": "e1;p1", "note": "x\ny"},
        {"id": "n2", "at": "never", "channel": "mail", "from": "p1", "to": "e1", "note": ""},
        {"id": "n3", "at": "2026-01-01", "channel": "call", "from": "nobody", "to": "p9;e1", "note": '"'},
        {"id": "n4", "at": "2026-01-02", "channel": "call", "from": "Ann <ann@acme.example>", "to": "e2", "note": ";"},
        {"id": "n4", "at": "2026-01-03", "channel": "call", "from": "p1", "to": "e2", "note": None},
    ]
    pl.DataFrame(rows).write_csv(folder / "interactions 1.csv")
    again = [{**rows[3], "channel": "visit"}, {**rows[0], "id": "ｎ5"}, {**rows[0], "id": "n5", "channel": "chat"}]
    pl.DataFrame(again).write_csv(folder / "interactions 2.csv")


def test_same_graph_as_row_by_row_wherever_it_is_cut_short(
    own: Settings, appstore: AppStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    ten_kinds.write(folder, list(ten_kinds.TABLES), "csv")
    _dirty(folder)
    with open_store(own) as store:
        one_by_one = ingest([folder], store, appstore, own)
        expected, batches = graph_hash(store, without=ALL), store.rows(BATCHES)
        _empty(store)
    with _cut(monkeypatch, incoming, "finish"):
        ingest_in_bulk([folder], appstore, own)
    with open_store(own) as store:
        assert store.read("ingest/count_nodes") == [{"nodes": 0}]
    with _cut(monkeypatch, Run, "do_all"):
        ingest_in_bulk([folder], appstore, own)
    ingest_in_bulk([folder], appstore, own)
    with open_store(own) as store:
        assert (graph_hash(store, without=ALL), store.rows(BATCHES)) == (expected, batches)
        _empty(store)
    told: list[str] = []
    in_bulk = ingest_in_bulk([folder], appstore, own, progress=lambda what, done, total: told.append(what))
    with open_store(own) as store:
        assert (graph_hash(store, without=ALL), store.rows(BATCHES)) == (expected, batches)
        assert store.missing_schema() == []
    for count in ("read", "accepted", "quarantined", "waiting"):
        assert getattr(in_bulk, count) == getattr(one_by_one, count)
    assert "importing into Neo4j" in told
    with pytest.raises(GuanxiError, match="empty database only"):
        ingest_in_bulk([folder], appstore, own)


def test_only_a_local_database_can_be_filled(tmp_path: Path, appstore: AppStore) -> None:
    elsewhere = Settings(graph=GraphConfig(uri="bolt://db.example:7687"))
    with pytest.raises(GuanxiError, match="cannot fill bolt"):
        ingest_in_bulk([tmp_path], appstore, elsewhere)
