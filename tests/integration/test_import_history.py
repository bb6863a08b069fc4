"""Loads, updates, deletions and undone imports, in any order: the graph of loading only what is left."""

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings, strategies

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from ingest.undoing import undo
from tests.graph_hash import graph_hash

PEOPLE, COMPANIES, MAILS = ("p1", "p2", "p3"), ("c1", "c2"), ("m1", "m2")
COLUMNS = {
    "contacts": ("id", "name", "customer", "title", "gone"),
    "customers": ("id", "name", "parent", "industry", "gone"),
    "interactions": ("id", "at", "from", "to", "customer", "gone"),
    "relationships": ("from", "to", "kind", "since", "gone"),
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
    history: list[tuple[File, bool]], store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    settings.identity.at_load = False
    history = [(file, undone) for place, (file, undone) in enumerate(history) if file not in dict(history[:place])]
    store.run_alone(EMPTY)
    for file, undone in history:
        if not undone:
            _load(file, store, appstore, settings, tmp_path)
    expected = graph_hash(store, without=frozenset({"at"}))
    store.run_alone(EMPTY)
    batches = [(_load(file, store, appstore, settings, tmp_path), undone) for file, undone in history]
    for batch in [batch for batch, undone in batches if undone]:
        undo(store, appstore, settings, batch)
    assert graph_hash(store, without=frozenset({"at"})) == expected


def _load(file: File, store: Store, appstore: AppStore, settings: Settings, folder: Path) -> str:
    kind, source, rows = file
    with (folder / "rows.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows((COLUMNS[kind], *rows))
    columns = "\n".join(f'          {name}: "{{{name}}}"' for name in COLUMNS[kind] if name != "gone")
    mapping = folder / "rows.yaml"
    mapping.write_text(
        f"source: {source}\ntables:\n  rows:\n    headers: [{', '.join(COLUMNS[kind])}]\n    records:\n"
        f"      - kind: {kind}\n        deleted: gone = 'yes'\n        columns:\n{columns}\n",
        encoding="utf-8",
    )
    [line] = ingest([folder / "rows.csv"], store, appstore, settings, mapping=mapping).lines
    assert line.quarantined == 0
    return line.batch
