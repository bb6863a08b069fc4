"""Runs in the graph: looked up, and written so that one counts only when it is whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import polars as pl

from graph import queries
from graph.store import Store

__all__ = [
    "begin",
    "drop_earlier",
    "finish",
    "run_like",
    "write_accounts",
    "write_clusters",
    "write_people",
    "write_rows",
]

Tell = Callable[[float], None]


def run_like(store: Store, fingerprint: str, *, complete: bool) -> dict[str, Any] | None:
    """The run of the same inputs that can be shown instead of a new one; a complete one only if none came later."""
    for found in store.read("analysis/newest_like", complete=complete, fingerprint=fingerprint):
        if found.pop("fingerprint") == fingerprint:
            return {**found, "at": found["at"].to_native(), "notes": json.loads(found["notes"])}
    return None


def begin(store: Store, identifier: str, properties: dict[str, Any], batch_rows: int) -> None:
    """A run that does not count yet; those that were never finished are deleted with all that they found."""
    for name in ("delete_unfinished_members", "delete_unfinished_scores", "delete_unfinished_carriers"):
        store.run_alone(queries.get(f"analysis/{name}").text, batch_rows=batch_rows)
    store.write("analysis/delete_unfinished_runs")
    store.write("analysis/begin_run", id=identifier, properties=properties)


def write_people(store: Store, run: str, readings: pl.DataFrame, batch_rows: int, tell: Tell) -> None:
    """The readings of people: `key`, and a column for each."""
    _write_readings(store, "scores", run, readings, batch_rows, tell)


def write_accounts(store: Store, run: str, readings: pl.DataFrame, batch_rows: int, tell: Tell) -> None:
    """The readings of accounts: `id`, and a column for each."""
    _write_readings(store, "account_scores", run, readings, batch_rows, tell)


def write_rows(store: Store, name: str, run: str, rows: pl.DataFrame, batch_rows: int, tell: Tell) -> None:
    """What a method says of relations, by the query `analysis/write_NAME`."""
    for start in range(0, rows.height, batch_rows):
        store.write(f"analysis/write_{name}", run=run, rows=rows[start : start + batch_rows].to_dicts())
        tell(min(1.0, (start + batch_rows) / rows.height))


def drop_earlier(store: Store, run: str, names: Iterable[str]) -> None:
    """Delete what methods said of relations in other runs, now that this one counts."""
    for name in names:
        store.run_alone(queries.get(f"analysis/delete_earlier_{name}").text, run=run)


def write_clusters(
    store: Store, run: str, clusters: list[dict[str, Any]], members: pl.DataFrame, batch_rows: int
) -> None:
    """The communities by their properties, and who belongs to which: columns `key` and `cluster` (a number)."""
    found = [{"id": f"{run}:{properties['number']}", "properties": properties} for properties in clusters]
    store.write_batches("analysis/write_communities", found, batch_rows, run=run)
    rows = members.select("key", community=pl.format("{}:{}", pl.lit(run), "cluster"))
    store.write_batches("analysis/write_members", rows.to_dicts(), batch_rows)


def finish(store: Store, run: str, at: datetime, seconds: float, facts: dict[str, Any], notes: dict[str, str]) -> None:
    """From now on the run counts. `facts` and `notes` are what methods say of the whole, and why some said nothing."""
    text = {"facts": json.dumps(facts, default=str), "notes": json.dumps(notes, ensure_ascii=False)}
    store.write("analysis/finish_run", id=run, at=at, seconds=seconds, **text)


def _write_readings(store: Store, name: str, run: str, readings: pl.DataFrame, batch_rows: int, tell: Tell) -> None:
    """Those of the first column, with all others as readings."""
    key, *columns = readings.columns
    if columns:
        write_rows(store, name, run, readings.select(key, readings=pl.struct(columns)), batch_rows, tell)
