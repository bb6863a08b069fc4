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

__all__ = ["BOTH_KNOWN", "There", "find", "put", "record_of", "take_out"]

BOTH_KNOWN = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
_SEPARATOR = "\x1f"
_NAMING = ("start_reference", "end_reference")


@dataclass(frozen=True)
class There:
    """A relationship that is there, or waits: its element id, or the id of what waits; its ends as they are written."""

    edge: str | None
    waiting: str | None
    start: str
    end: str
    properties: dict[str, Any]

    @classmethod
    def of_edge(cls, edge: str, start: str, end: str, properties: dict[str, Any]) -> There:
        """From a relationship between nodes with these ids."""
        values = {name: native(value) for name, value in properties.items()}
        start, end = values.get("start_reference", start), values.get("end_reference", end)
        return cls(edge, None, start, end, {name: value for name, value in values.items() if name not in _NAMING})

    @classmethod
    def of_waiting(cls, waiting: dict[str, Any]) -> There:
        """From what waits."""
        values = {name.removeprefix("p_"): native(value) for name, value in waiting.items() if name.startswith("p_")}
        values |= {name: waiting[name] for name in ("source", "batch")}
        return cls(None, waiting["id"], waiting["start"], waiting["end"], values)

    def snapshot(self, link: Link) -> dict[str, Any]:
        """All of it, as the journal keeps it."""
        origin = [self.properties["batch"], self.properties["source"]]
        names = {link.start: [[self.start, *origin]], link.end: [[self.end, *origin]]}
        return {"properties": self.properties, "names": names, "deleted_by": None}


def put(transaction: Transaction, rows: Rows, origin: Origin) -> None:
    """Create the relationships that are not there, change those that are, and note what was said of these."""
    for link, ends in rows.links:
        there = find(transaction, rows, link, ends)
        new = ends.filter(~pl.col("_row").is_in(list(there)))
        create_edges(transaction, link.type, new.filter(BOTH_KNOWN), origin)
        wait(transaction, waiting_rows(rows.kind, link, new.filter(~BOTH_KNOWN)), origin)
        entries = []
        for row in plain(ends.filter(pl.col("_row").is_in(list(there)))):
            found = there[row["_row"]]
            said = {name: row[name] for name in link.properties if name in ends.columns}
            changes = {n: v for n, v in said.items() if v is not None and found.properties.get(n) != v}
            if changes:
                _change(transaction, found, changes)
            if changes or found.properties["batch"] != origin["batch"]:
                said |= {link.start: [row["start"]], link.end: [row["end"]]}
                entries.append(_entry(link, row, said, origin, found if changes else None))
        note(transaction, rows.kind.name, origin["batch"], entries)


def take_out(transaction: Transaction, rows: Rows, origin: Origin) -> None:
    """Delete the relationships that their source has deleted, and note it."""
    for link, ends in rows.links:
        there = find(transaction, rows, link, ends)
        edges = [found.edge for found in there.values() if found.edge is not None]
        transaction.write("ingest/delete_edges", edges=edges)
        waiting = [found.waiting for found in there.values() if found.waiting is not None]
        transaction.write("ingest/stop_waiting", ids=waiting)
        gone = plain(ends.filter(pl.col("_row").is_in(list(there))))
        entries = [_entry(link, row, {"_deleted": True}, origin, there[row["_row"]]) for row in gone]
        note(transaction, rows.kind.name, origin["batch"], entries)


def find(transaction: Transaction, rows: Rows, link: Link, ends: pl.DataFrame) -> dict[int, There]:
    """The relationships that are there or wait, by `_row`."""
    identity = (*relationship(link.type).identity, "via")
    found = {}
    for start, end, group in edges_by_pattern(link.type, ends.filter(BOTH_KNOWN)):
        columns = edge_columns(group, relationship(link.type).properties, start, end)
        sought = list(zip(*(columns.get(name, [None] * group.height) for name in identity), strict=True))
        ids = group.select("_row", "start_id", "end_id").rows()
        query = find_relationships_query(link.type, start, end)
        for row in transaction.read(query, edges={"start": columns["start"], "end": columns["end"]}):
            pair = row["pair"]
            if tuple(row["properties"].get(name) for name in identity) == sought[pair]:
                number, start_id, end_id = ids[pair]
                found[number] = There.of_edge(row["edge"], start_id, end_id, row["properties"])
    waiting = {row["id"]: row["_row"] for row in waiting_rows(rows.kind, link, ends.filter(~BOTH_KNOWN))}
    for row in transaction.read("ingest/find_waiting", ids=list(waiting)) if waiting else []:
        found[waiting[row["id"]]] = There.of_waiting(row["properties"])
    return found


def record_of(link: Link, start: str, end: str, properties: dict[str, Any]) -> str:
    """The name of a relationship in the journal: its ends as they are written, and what else it is known by."""
    return _SEPARATOR.join((start, end, *(str(properties.get(name)) for name in relationship(link.type).identity)))


def _change(transaction: Transaction, found: There, changes: dict[str, Any]) -> None:
    if found.edge is not None:
        transaction.write("ingest/set_edges", rows=[{"edge": found.edge, "properties": changes}])
    else:
        kept = {f"p_{name}": value for name, value in changes.items()}
        transaction.write("ingest/set_waiting", rows=[{"id": found.waiting, "properties": kept}])


def _entry(link: Link, row: dict[str, Any], said: dict[str, Any], origin: Origin, before: There | None) -> Entry:
    record = record_of(link, row["start"], row["end"], row)
    snapshot = None if before is None else before.snapshot(link)
    return Entry(record, origin["batch"], origin["source"], said, snapshot)
