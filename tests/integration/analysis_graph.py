"""Small graphs for the analysis tests, written with the load queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.generate import node_load_query, relationship_load_query
from graph.store import Store

START = datetime(2024, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def nodes(store: Store, label: str, *identifiers: str, **properties: Any) -> None:
    rows = [{"id": identifier, "properties": {"name": identifier.title(), **properties}} for identifier in identifiers]
    store.write(node_load_query(label), rows=rows, source="test", batch="people")


def links(store: Store, kind: str, start: str, end: str, pairs: Iterable[tuple[str, str]], **properties: Any) -> None:
    rows = [{"from": a, "to": b, "id": f"{kind}-{a}-{b}", "properties": properties} for a, b in pairs]
    store.write(relationship_load_query(kind, start, end), rows=rows, source="test", batch="links")


def message(
    store: Store, identifier: str, at: datetime, parts: dict[str, str], *, channel: str = "mail", batch: str = "b1"
) -> None:
    """One interaction; `parts` says which part each person, named by key, took."""
    row = {"id": identifier, "properties": {"at": at, "channel": channel}}
    store.write("load/node_interaction", rows=[row], source="test", batch=batch)
    part(store, identifier, parts, batch=batch)


def part(store: Store, identifier: str, parts: dict[str, str], *, batch: str = "b1") -> None:
    rows = [{"from": key, "to": identifier, "as": role, "properties": {}} for key, role in parts.items()]
    store.write("load/took_part_person_interaction", rows=rows, source="test", batch=batch)
