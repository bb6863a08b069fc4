"""Undoing an import of records that are nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.generate import brought_nodes_query, delete_nodes_query, restore_nodes_query
from graph.model import person_key
from graph.store import Store, Transaction
from ingest.changes import Present, add_names, find
from ingest.creating import create_edges, wait
from ingest.ends import named_rows, waiting_rows
from ingest.identity.merging import MERGEABLE, release
from ingest.journal import Entry, Journal, note
from ingest.pairs import BOTH_KNOWN
from ingest.records import Kind
from ingest.references import Known
from ingest.undoing.folding import Folded, Same, State, fold
from ingest.undoing.removing import remove

__all__ = ["NodesUndo"]

_IDS = {"id": pl.String}
_Missing = dict[tuple[str, str], dict[str, dict[str, list[str]]]]
"""Whom records shall name: by batch and source, by record, by column."""


@dataclass
class NodesUndo:
    """Takes back what one import said of records of a kind, some records in each transaction."""

    store: Store
    kind: Kind
    batch: str
    at_once: int

    def __post_init__(self) -> None:
        self.journal = Journal(self.kind.name)
        self.known = Known(self.store)

    def concerned(self) -> tuple[list[str], list[str]]:
        """The records that the import alone has spoken of, and those that others have spoken of too."""
        self.journal.read(self.store)
        created = self._created()
        alone = [own for own in created if not self._others(own)]
        spoken = {own for own, said in self.journal.said.items() if any(entry.batch == self.batch for entry in said)}
        return alone, sorted((spoken | set(created)) - set(alone))

    def run(self) -> Iterable[int]:
        """Do it; yields how many records have been seen to so far. Cut short anywhere, it can be done again."""
        done = 0
        while True:
            alone, shared = self.concerned()
            if not alone and not shared:
                return
            for ids in _parts(shared, self.at_once):
                self.store.transact(lambda tx, ids=ids: self._take_back(tx, ids))  # type: ignore[misc]  # sees no default
                yield (done := done + len(ids))
            for ids in _parts(alone, self.at_once):
                self.store.transact(lambda tx, ids=ids: self._remove(tx, ids))  # type: ignore[misc]  # sees no default
                yield (done := done + len(ids))

    def created(self) -> int:
        """How many records the import has created."""
        return len(self._created())

    def _created(self) -> list[str]:
        label = str(self.kind.label)
        seen = self.store.frame(brought_nodes_query(label), schema=_IDS, batch=self.batch)["id"].to_list()
        prefix = person_key(label, "")
        deleted = self.store.read("ingest/deleted_by_creation", batch=self.batch, prefix=prefix)
        return [*seen, *(row["id"] for row in deleted)]

    def _others(self, own: str) -> bool:
        return any(entry.batch != self.batch and not entry.anew for entry in self.journal.said.get(own, []))

    def _begin(self, transaction: Transaction, ids: Sequence[str]) -> dict[str, Present]:
        transaction.write("ingest/take_turn")
        self.journal.read(transaction)
        label = str(self.kind.label)
        if label in MERGEABLE:
            release(transaction, label, ids)
        return find(transaction, self.kind, list(ids))

    def _remove(self, transaction: Transaction, ids: Sequence[str]) -> None:
        present = self._begin(transaction, ids)
        remove(transaction, self.kind, [record for record in present.values() if not self._others(record.id)])

    def _take_back(self, transaction: Transaction, ids: Sequence[str]) -> None:
        present = self._begin(transaction, ids)
        add_names(transaction, self.kind, present.values())
        snapshots = {own: record.snapshot() for own, record in present.items()}
        said = {own: self.journal.said.get(own, []) for own in present}
        same = self._same(snapshots.values(), said.values())
        folded = {own: fold(snapshots[own], said[own], self.batch, self.kind, same) for own in present}
        gone = [present[own] for own, left in folded.items() if left.state is None]
        if gone:
            remove(transaction, self.kind, gone)
        self._write(transaction, present, {own: left for own, left in folded.items() if left.state is not None})
        entries = [entry for own in ids for entry in _anew(own, folded.get(own, Folded(None, None, [])))]
        note(transaction, self.kind.name, "", entries)

    def _write(self, transaction: Transaction, present: dict[str, Present], folded: dict[str, Folded]) -> None:
        label = str(self.kind.label)
        properties, edges, waiting = [], [], []
        missing: _Missing = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        restored, deleted = [], []
        for own, left in folded.items():
            record, state = present[own], left.state or {}
            here = record.snapshot()["properties"]
            changes = {n: state["properties"].get(n) for n in {*here, *state["properties"]}}
            changes = {name: value for name, value in changes.items() if here.get(name) != value}
            properties.append({"node": record.node, "properties": changes})
            for column in {*record.names, *state["names"]}:
                wanted = [tuple(named) for named in state["names"].get(column, [])]
                for named in record.names.get(column, []):
                    if (named.text, named.batch, named.source) in wanted:
                        wanted.remove((named.text, named.batch, named.source))
                    elif named.edge is not None:
                        edges.append(named.edge)
                    else:
                        waiting.append(named.waiting)
                for text, batch, source in wanted:
                    missing[batch, source][own][column].append(text)
            if state["deleted_by"] is None and record.deleted_by is not None:
                restored.append(record.node)
            elif state["deleted_by"] != record.deleted_by:
                deleted.append({"node": record.node, "batch": state["deleted_by"]})
        transaction.write("ingest/set_nodes", rows=[row for row in properties if row["properties"]])
        transaction.write("ingest/delete_edges", edges=edges)
        transaction.write("ingest/stop_waiting", ids=waiting)
        transaction.write(restore_nodes_query(label), nodes=restored)
        transaction.write(delete_nodes_query(label), nodes=[row["node"] for row in deleted], batch="")
        transaction.write("ingest/mark_deleted", rows=deleted)
        self._name(transaction, missing)
        if restored or deleted or any(link.type == "TOOK_PART" for link in self.kind.links):
            transaction.write("ingest/forget_ties")

    def _name(self, transaction: Transaction, missing: _Missing) -> None:
        """Create the relationships of columns, or let them wait."""
        for (batch, source), records in missing.items():
            columns: dict[str, list[Any]] = {"_row": list(range(len(records))), "id": list(records)}
            schema: dict[str, Any] = {"_row": pl.UInt32, "id": pl.String}
            for column in self.kind.references:
                texts = [names.get(column.name) for names in records.values()]
                columns[column.name] = texts if column.many else [text and text[0] for text in texts]
                schema[column.name] = pl.List(pl.String) if column.many else pl.String
            rows = named_rows(pl.DataFrame(columns, schema=schema), self.kind, self.known)
            origin = {"batch": batch, "source": source}
            for link, ends in rows.links:
                create_edges(transaction, link.type, ends.filter(BOTH_KNOWN), origin)
                wait(transaction, waiting_rows(self.kind, link, ends.filter(~BOTH_KNOWN)), origin)

    def _same(self, states: Iterable[State], said: Iterable[list[Entry]]) -> Same:
        """Which references mean the same record, among all that these hold."""
        texts: dict[str, set[str]] = defaultdict(set)
        parts = [*states, *(entry.before for entries in said for entry in entries if entry.before)]
        for state in parts:
            for column, named in state["names"].items():
                texts[column] |= {text for text, *_ in named}
        for entries in said:
            for entry in entries:
                for column in self.kind.references:
                    texts[column.name] |= set((entry.said or {}).get(column.name) or ())
        means: dict[tuple[str, str], tuple[str, str]] = {}
        for column in self.kind.references:
            asked = pl.DataFrame({"reference": sorted(texts[column.name])}, schema={"reference": pl.String})
            found = self.known.resolve(asked, column.targets).filter(pl.col("matches") == 1)
            for text, label, own in found.select("reference", "label", "id").iter_rows():
                means[column.name, text] = (label, own)
        return lambda column, a, b: a == b or ((column, a) in means and means[column, a] == means.get((column, b)))


def _anew(own: str, left: Folded) -> list[Entry]:
    """What the journal says of a record from now on, in place of all that it said before."""
    if left.base is None:
        return [Entry(own, "", "", None, None, anew=True)]
    origin = left.base["properties"]
    said = [Entry(own, entry.batch, entry.source, entry.said) for entry in left.said]
    return [Entry(own, origin["batch"], origin["source"], None, left.base, anew=True), *said]


def _parts(ids: list[str], size: int) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
