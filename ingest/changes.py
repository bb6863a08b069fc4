"""Rows of records that are there: what they change is written, all that they say is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.generate import delete_nodes_query, find_nodes_query, restore_nodes_query
from graph.model import NODES, person_key
from graph.native import native
from graph.store import Transaction
from ingest.creating import Origin, create_edges, plain, property_names, wait
from ingest.ends import OWN_ID, Rows, targets, waiting_rows
from ingest.journal import Entry, note
from ingest.records import Kind, Link

__all__ = ["Named", "Present", "add_names", "clears_values", "delete", "find", "label_of_other", "update"]

_PROVENANCE = ("id", "key", "source", "batch", "was", "deleted_by")
_PARTIAL = frozenset({"file", "google", "linkedin", "outlook"})
"""Sources of many hands, whose empty cells say nothing: somebody else's address book may know more."""
_LABELS = {node.label.lower(): node.label for node in NODES}


@dataclass(frozen=True)
class Named:
    """A record that another one names in a column: as written, what it means, and who said so.

    `edge` is the relationship that stands for it, `waiting` what waits in its stead.
    """

    text: str
    label: str | None
    id: str | None
    batch: str
    source: str
    edge: str | None = None
    waiting: str | None = None


@dataclass
class Present:
    """A record that is there: the element id of its node, its properties, and whom it names in each column."""

    id: str
    node: str
    properties: dict[str, Any]
    names: dict[str, list[Named]] = field(default_factory=dict)

    @property
    def deleted_by(self) -> str | None:
        return self.properties.get("deleted_by")

    def snapshot(self) -> dict[str, Any]:
        """All of it, as the journal keeps it."""
        return {
            "properties": {name: value for name, value in self.properties.items() if name not in ("was", "deleted_by")},
            "names": {column: [[n.text, n.batch, n.source] for n in named] for column, named in self.names.items()},
            "deleted_by": self.deleted_by,
        }


def find(transaction: Transaction, kind: Kind, ids: list[str]) -> dict[str, Present]:
    """Those of these records that are there, deleted ones too, by id; without whom they name."""
    label = str(kind.label)
    found = transaction.read(find_nodes_query(label), ids=ids)
    if len(found) < len(ids):
        found += transaction.read("ingest/find_deleted", keys=[person_key(label, own) for own in ids])
    return {
        row["id"]: Present(row["id"], row["node"], {k: native(v) for k, v in row["properties"].items()})
        for row in found
    }


def add_names(transaction: Transaction, kind: Kind, present: Iterable[Present]) -> None:
    """Add whom records name in their columns."""
    by_node = {record.node: record for record in present}
    by_key = {person_key(str(kind.label), record.id): record for record in by_node.values()}
    if not kind.links:
        return
    types = sorted({link.type for link in kind.links})
    for row in transaction.read("ingest/edges_at", nodes=list(by_node), types=types):
        label, own_side = label_of_other(row), "start" if row["starts"] else "end"
        column = _column(kind, row["type"], own_side, label, row["properties"])
        if column is not None:
            properties = row["properties"]
            reference = properties.get("end_reference" if row["starts"] else "start_reference")
            text = reference or properties.get("via", "").partition(":")[2] or row["id"]
            named = Named(text, label, row["id"], properties["batch"], properties["source"], edge=row["edge"])
            by_node[row["node"]].names.setdefault(column, []).append(named)
    for row in transaction.read("ingest/waiting_of", records=list(by_key)):
        waiting = row["waiting"]
        own_side = "start" if waiting["start_targets"].startswith("=") else "end"
        means = waiting["end_targets" if own_side == "start" else "start_targets"].split("|")[0]
        fixed = {name.removeprefix("p_"): value for name, value in waiting.items() if name.startswith("p_")}
        column = _column(kind, waiting["type"], own_side, means, fixed)
        if column is not None:
            text = waiting["end" if own_side == "start" else "start"]
            named = Named(text, None, None, waiting["batch"], waiting["source"], waiting=waiting["id"])
            by_key[row["record"]].names.setdefault(column, []).append(named)


def update(transaction: Transaction, rows: Rows, present: dict[str, Present], origin: Origin) -> None:
    """Write what rows of records that are there change, and note what they say."""
    kind = rows.kind
    add_names(transaction, kind, present.values())
    names = property_names(rows)
    values = plain(rows.frame.select("_row", OWN_ID, *names))
    said_names = _said_names(rows)
    writing = _Writing()
    entries = []
    for row in values:
        number, own = row.pop("_row"), row.pop(OWN_ID)
        record = present[own]
        before = record.snapshot()
        clears = clears_values(origin["source"], record.properties.get("source"))
        changed = writing.properties(record, row, clears)
        for column, said in said_names.items():
            changed |= writing.names(record, column, said.get(number, []), clears, number)
        if record.deleted_by is not None:
            writing.restored.append(record.node)
            changed = True
        if changed or record.properties.get("batch") != origin["batch"]:
            said_texts = {column: [text for text, *_ in said.get(number, [])] for column, said in said_names.items()}
            entries.append(
                Entry(own, origin["batch"], origin["source"], {**row, **said_texts}, before if changed else None)
            )
    writing.write(transaction, rows, origin)
    note(transaction, kind.name, origin["batch"], entries)


def clears_values(source: str, origin: str | None) -> bool:
    """Whether what a source leaves empty is empty, in a record that came from `origin`; else it says nothing."""
    return source == origin not in _PARTIAL


def delete(transaction: Transaction, kind: Kind, present: dict[str, Present], origin: Origin) -> None:
    """Take records that their source has deleted out of sight."""
    add_names(transaction, kind, present.values())
    seen = [record for record in present.values() if record.deleted_by is None]
    said = {"_deleted": True}
    entries = [
        Entry(r.id, origin["batch"], origin["source"], said, r.snapshot() if r.deleted_by is None else None)
        for r in present.values()
    ]
    if seen:
        query = delete_nodes_query(str(kind.label))
        transaction.write(query, nodes=[record.node for record in seen], batch=origin["batch"])
        transaction.write("ingest/forget_ties")
    note(transaction, kind.name, origin["batch"], entries)


@dataclass
class _Writing:
    """What is to be written for the records of one transaction."""

    set_nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    added: set[tuple[str, int, str]] = field(default_factory=set)
    restored: list[str] = field(default_factory=list)

    def properties(self, record: Present, said: dict[str, Any], clears: bool) -> bool:
        """Note the properties that differ from what is said."""
        here = record.properties
        changes = {n: v for n, v in said.items() if here.get(n) != v and (v is not None or clears)}
        if changes:
            self.set_nodes.append({"node": record.node, "properties": changes})
        return bool(changes)

    def names(self, record: Present, column: str, said: list[_Said], clears: bool, row: int) -> bool:
        """Note the relationships of a column that differ from what is said."""
        if not said and not clears:
            return False
        named = record.names.get(column, [])
        kept = [n for n in named if any(_same(n, one) for one in said)]
        gone = [n for n in named if n not in kept]
        new = [one for one in said if not any(_same(n, one) for n in kept)]
        self.edges += [n.edge for n in gone if n.edge is not None]
        self.waiting += [n.waiting for n in gone if n.waiting is not None]
        self.added |= {(column, row, text) for text, *_ in new}
        return bool(gone or new)

    def write(self, transaction: Transaction, rows: Rows, origin: Origin) -> None:
        if self.set_nodes:
            transaction.write("ingest/set_nodes", rows=self.set_nodes)
        if self.restored:
            transaction.write(restore_nodes_query(str(rows.kind.label)), nodes=self.restored)
        if self.edges:
            transaction.write("ingest/delete_edges", edges=self.edges)
        if self.waiting:
            transaction.write("ingest/stop_waiting", ids=self.waiting)
        met = any(link.type == "TOOK_PART" for link, _ in rows.links) and (self.edges or self.added)
        if self.restored or met:
            transaction.write("ingest/forget_ties")
        for link, ends in rows.links:
            self._add(transaction, rows.kind, link, ends, origin)

    def _add(self, transaction: Transaction, kind: Kind, link: Link, ends: pl.DataFrame, origin: Origin) -> None:
        column, side = _named_by(link)
        wanted = [(row, text) for name, row, text in self.added if name == column]
        if not wanted:
            return
        chosen = pl.DataFrame(wanted, schema={"_row": pl.UInt32, side: pl.String}, orient="row")
        ends = ends.join(chosen, on=["_row", side], how="semi", maintain_order="left")
        both = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
        create_edges(transaction, link.type, ends.filter(both), origin)
        wait(transaction, waiting_rows(kind, link, ends.filter(~both)), origin)


_Said = tuple[str, str | None, str | None]
"""A reference as it is written, and the label and id that it means."""


def _said_names(rows: Rows) -> dict[str, dict[int, list[_Said]]]:
    """By column and row, whom the rows name."""
    said: dict[str, dict[int, list[_Said]]] = {}
    for link, ends in rows.links:
        column, side = _named_by(link)
        by_row = said.setdefault(column, {})
        for row, text, label, own in ends.select("_row", side, f"{side}_label", f"{side}_id").iter_rows():
            by_row.setdefault(row, []).append((text, label, own))
    return said


def _same(named: Named, said: _Said) -> bool:
    text, label, own = said
    return named.text == text or (label is not None and (named.label, named.id) == (label, own))


def _named_by(link: Link) -> tuple[str, str]:
    """The column of a link that names another record, and on which side that stands."""
    return (link.end, "end") if link.start == OWN_ID else (link.start, "start")


def label_of_other(row: dict[str, Any]) -> str:
    """The label of the other end of a relationship at a node, also where that is deleted."""
    if row["was"] is not None:
        return _LABELS[row["was"].split(":", 1)[0]]
    return next(str(label) for label in row["labels"] if label != "Person")


def _column(kind: Kind, type_: str, own_side: str, label: str, properties: dict[str, Any]) -> str | None:
    """The column whose links look like this, None where no row of this kind brings such a one."""
    for link in kind.links:
        column, side = _named_by(link)
        fixed = link.fixed is None or properties.get(link.fixed[0]) == link.fixed[1]
        meant = targets(kind, column).split("|")
        if link.type == type_ and side != own_side and fixed and label in meant:
            return column
    return None
