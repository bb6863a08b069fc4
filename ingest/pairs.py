"""Rows that are relationships and no nodes: referrals, relations, parts in deals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.generate import find_relationships_query
from graph.native import native
from graph.store import Transaction
from ingest.creating import Origin, create_edges, edge_columns, edges_by_pattern, plain, wait
from ingest.ends import Rows, relationship, waiting_rows
from ingest.journal import Entry, note
from ingest.records import Link

__all__ = ["put", "take_out"]

_SEPARATOR = "\x1f"
_BOTH = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()


@dataclass(frozen=True)
class _There:
    """A relationship that is there, or waits: its element id, or the id of what waits, and its properties."""

    edge: str | None
    waiting: str | None
    properties: dict[str, Any]


def put(transaction: Transaction, rows: Rows, origin: Origin) -> None:
    """Create the relationships that are not there, change those that are, and note what was said of these."""
    for link, ends in rows.links:
        there = _there(transaction, rows, link, ends)
        new = ends.filter(~pl.col("_row").is_in(list(there)))
        create_edges(transaction, link.type, new.filter(_BOTH), origin)
        wait(transaction, waiting_rows(rows.kind, link, new.filter(~_BOTH)), origin)
        entries = []
        for row in plain(ends.filter(pl.col("_row").is_in(list(there)))):
            found = there[row["_row"]]
            said = {name: row[name] for name in _properties(link, ends)}
            changes = {n: v for n, v in said.items() if v is not None and found.properties.get(n) != v}
            if changes:
                _change(transaction, found, changes)
            if changes or found.properties["batch"] != origin["batch"]:
                entries.append(_entry(link, row, said, origin, found if changes else None))
        note(transaction, rows.kind.name, origin["batch"], entries)


def take_out(transaction: Transaction, rows: Rows, origin: Origin) -> None:
    """Delete the relationships that their source has deleted, and note it."""
    for link, ends in rows.links:
        there = _there(transaction, rows, link, ends)
        edges = [found.edge for found in there.values() if found.edge is not None]
        transaction.write("ingest/delete_edges", edges=edges)
        waiting = [found.waiting for found in there.values() if found.waiting is not None]
        transaction.write("ingest/stop_waiting", ids=waiting)
        gone = plain(ends.filter(pl.col("_row").is_in(list(there))))
        entries = [_entry(link, row, {"_deleted": True}, origin, there[row["_row"]]) for row in gone]
        note(transaction, rows.kind.name, origin["batch"], entries)


def _there(transaction: Transaction, rows: Rows, link: Link, ends: pl.DataFrame) -> dict[int, _There]:
    """Those that are there, by `_row`."""
    identity = (*relationship(link.type).identity, "via")
    found = {}
    for start, end, group in edges_by_pattern(link.type, ends.filter(_BOTH)):
        columns = edge_columns(group, relationship(link.type).properties, start, end)
        sought = list(zip(group["_row"], *(columns.get(name, [None] * group.height) for name in identity), strict=True))
        query = find_relationships_query(link.type, start, end)
        for row in transaction.read(query, edges={"start": columns["start"], "end": columns["end"]}):
            number, *values = sought[row["pair"]]
            properties = {name: native(value) for name, value in row["properties"].items()}
            if [properties.get(name) for name in identity] == values:
                found[number] = _There(row["edge"], None, properties)
    waiting = {row["id"]: row["_row"] for row in waiting_rows(rows.kind, link, ends.filter(~_BOTH))}
    for row in transaction.read("ingest/find_waiting", ids=list(waiting)) if waiting else []:
        properties = {name.removeprefix("p_"): native(value) for name, value in row["properties"].items()}
        found[waiting[row["id"]]] = _There(None, row["id"], properties)
    return found


def _properties(link: Link, ends: pl.DataFrame) -> list[str]:
    """What a relationship says beside its ends."""
    return [name for name in link.properties if name in ends.columns]


def _change(transaction: Transaction, found: _There, changes: dict[str, Any]) -> None:
    if found.edge is not None:
        transaction.write("ingest/set_edges", rows=[{"edge": found.edge, "properties": changes}])
    else:
        kept = {f"p_{name}": value for name, value in changes.items()}
        transaction.write("ingest/set_waiting", rows=[{"id": found.waiting, "properties": kept}])


def _entry(link: Link, row: dict[str, Any], said: dict[str, Any], origin: Origin, before: _There | None) -> Entry:
    record = _SEPARATOR.join(
        (link.type, row["start"], row["end"], *(str(row[n]) for n in relationship(link.type).identity))
    )
    return Entry(
        record, origin["batch"], origin["source"], said, None if before is None else {"properties": before.properties}
    )
