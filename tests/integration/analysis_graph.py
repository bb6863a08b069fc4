"""Small graphs for the analysis tests, written with the load queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.store import Store
from tests.graph_rows import write_edges, write_nodes

START = datetime(2024, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def nodes(store: Store, label: str, *identifiers: str, **properties: Any) -> None:
    rows = [{"id": identifier, "name": identifier.title(), **properties} for identifier in identifiers]
    write_nodes(store, label, rows, "people")


def links(store: Store, kind: str, start: str, end: str, pairs: Iterable[tuple[str, str]], **properties: Any) -> None:
    rows = [{"start": a, "end": b, "id": f"{kind}-{a}-{b}", **properties} for a, b in pairs]
    write_edges(store, kind, start, end, rows, "links")


def message(
    store: Store, identifier: str, at: datetime, parts: dict[str, str], *, channel: str = "mail", batch: str = "b1"
) -> None:
    """One interaction; `parts` says which part each person, named by key, took."""
    write_nodes(store, "Interaction", [{"id": identifier, "at": at, "channel": channel}], batch)
    part(store, identifier, parts, batch=batch)


def part(store: Store, identifier: str, parts: dict[str, str], *, batch: str = "b1") -> None:
    rows = [{"start": key, "end": identifier, "as": role} for key, role in parts.items()]
    write_edges(store, "TOOK_PART", "Person", "Interaction", rows, batch)
