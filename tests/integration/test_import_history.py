"""Loads, updates, deletions and undone imports, in any order: the graph of loading only what is left."""

import hashlib

import polars as pl
from hypothesis import HealthCheck, given, settings, strategies

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.link import link_waiting
from ingest.load import prepare
from ingest.records import kind_named
from ingest.references import Known
from ingest.undoing import undo
from tests.graph_hash import graph_hash

PEOPLE, COMPANIES, MAILS = ("p1", "p2", "p3"), ("c1", "c2"), ("m1", "m2")
COLUMNS = {
    "contacts": ("id", "name", "customer", "title", "gone"),
    "customers": ("id", "name", "parent", "industry", "gone"),
    "interactions": ("id", "at", "from", "to", "customer", "gone"),
    "relationships": ("from", "to", "kind", "since", "gone"),
}
TYPED = {
    "at": pl.col("at").str.to_datetime("%Y-%m-%d", time_zone="UTC"),
    "since": pl.col("since").str.to_date(),
}
EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
Row = tuple[str, ...]
File = tuple[str, str, tuple[Row, ...]]
"""A kind, a source, and rows."""

blank = strategies.just("")
gone = strategies.sampled_from(("", "", "", "yes"))
person = strategies.sampled_from((*PEOPLE, "contact:p1"))
company = strategies.sampled_from(COMPANIES)
ROWS = {
    "contacts": strategies.tuples(
        strategies.sampled_from(PEOPLE),
        strategies.sampled_from(("Ann", "Bo")),
        blank | company,
        blank | strategies.sampled_from(("CEO", "CFO")),
        gone,
    ),
    "customers": strategies.tuples(
        company, strategies.sampled_from(("One", "Two")), blank | company, blank | strategies.just("Steel"), gone
    ),
    "interactions": strategies.tuples(
        strategies.sampled_from(MAILS),
        strategies.sampled_from(("2026-01-01", "2026-01-02")),
        person,
        strategies.lists(person, min_size=1, max_size=2).map(";".join),
        blank | company,
        gone,
    ),
    "relationships": strategies.tuples(
        person,
        person,
        strategies.sampled_from(("friend", "family")),
        blank | strategies.sampled_from(("2020-01-01", "2021-01-01")),
        gone,
    ),
}


def _first_of_each(rows: list[Row], key: int) -> tuple[Row, ...]:
    """A record once in a file."""
    return tuple({row[:key]: row for row in reversed(rows)}.values())


def _files(kind: str) -> strategies.SearchStrategy[File]:
    key = 3 if kind == "relationships" else 1
    rows = strategies.lists(ROWS[kind], min_size=1, max_size=3).map(lambda rows: _first_of_each(rows, key))
    return strategies.tuples(strategies.just(kind), strategies.sampled_from(("file", "crm", "shop")), rows)


files = strategies.sampled_from(tuple(COLUMNS)).flatmap(_files)
histories = strategies.lists(strategies.tuples(files, strategies.booleans()), min_size=2, max_size=6)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(history=histories)
def test_undone_imports_leave_no_trace(
    history: list[tuple[File, bool]], store: Store, appstore: AppStore, settings: Settings
) -> None:
    settings.identity.at_load = False
    history = [(file, undone) for place, (file, undone) in enumerate(history) if file not in dict(history[:place])]
    store.run_alone(EMPTY)
    for file, undone in history:
        if not undone:
            _load(file, store)
    expected = graph_hash(store, without=frozenset({"at"}))
    store.run_alone(EMPTY)
    batches = [(_load(file, store), undone) for file, undone in history]
    for batch in [batch for batch, undone in batches if undone]:
        undo(store, appstore, settings, batch)
    assert graph_hash(store, without=frozenset({"at"})) == expected


def _load(file: File, store: Store) -> str:
    """Load rows as an import does once they are read and checked."""
    kind, source, rows = file
    batch = hashlib.sha256(repr(file).encode()).hexdigest()[:16]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS[kind], pl.String), orient="row")
    frame = frame.with_columns(pl.col(pl.String).replace("", None)).with_columns(pl.col("gone").is_not_null())
    frame = frame.rename({"gone": "_deleted"}).with_columns(TYPED[name] for name in TYPED if name in frame.columns)
    if kind == "interactions":
        frame = frame.with_columns(pl.col("to").str.split(";").list.unique(maintain_order=True))
    about = {"file": kind, "hash": batch, "source": source, "kind": kind}
    store.write("ingest/begin_batch", id=batch, properties=about, at="2026-01-01T00:00:00Z")
    prepared = prepare(frame, kind_named(kind), Known(store), source=source, batch=batch)
    assert prepared.ambiguous.is_empty()
    store.transact(prepared.write)
    store.write("ingest/finish_batch", id=batch, properties={"read": len(rows)})
    link_waiting(store, Known(store), 100)
    return batch
