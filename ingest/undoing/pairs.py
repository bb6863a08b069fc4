"""Undoing an import of records that are relationships."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from graph.generate import brought_relationships_query
from graph.store import Store, Transaction
from ingest.creating import create_edges, wait
from ingest.ends import named_rows, relationship, waiting_rows
from ingest.journal import Entry, Journal, note
from ingest.pairs import BOTH_KNOWN, There, find, record_of
from ingest.records import Kind
from ingest.references import Known
from ingest.undoing.folding import Folded, State, fold

__all__ = ["PairsUndo"]

_Meant = tuple[str, ...]
"""What a relationship is known by: what its ends mean, and what else."""


@dataclass
class PairsUndo:
    """Takes back what one import said of relationships, some of them in each transaction."""

    store: Store
    kind: Kind
    batch: str
    at_once: int

    def __post_init__(self) -> None:
        self.journal = Journal(self.kind.name)
        self.known = Known(self.store)
        [self.link] = self.kind.links
        self._meanings: dict[tuple[str, str], str] = {}

    def concerned(self) -> tuple[list[str], list[str]]:
        """The relationships that the import alone has spoken of, and those that others have spoken of too."""
        self.journal.read(self.store)
        created = {record_of(self.link, t.start, t.end, t.properties) for t in self._created()}
        spoken = {own for own, said in self.journal.said.items() if any(entry.batch == self.batch for entry in said)}
        self._learn({*created, *self.journal.said})
        others = {
            self._meant(own)
            for own, said in self.journal.said.items()
            if any(entry.batch != self.batch and not entry.anew for entry in said)
        }
        alone = {own for own in created - spoken if self._meant(own) not in others}
        return sorted(alone), sorted((created | spoken) - alone)

    def run(self) -> Iterable[int]:
        """Do it; yields how many relationships have been seen to so far. Cut short anywhere, it can be done again."""
        done = 0
        while True:
            alone, shared = self.concerned()
            if not alone and not shared:
                return
            records = [*shared, *alone]
            for start in range(0, len(records), self.at_once):
                part = records[start : start + self.at_once]
                self.store.transact(lambda tx, part=part: self._take_back(tx, part))  # type: ignore[misc]  # sees no default
                yield (done := done + len(part))

    def created(self) -> int:
        """How many relationships the import has created, those that wait too."""
        return len(self._created())

    def _created(self) -> list[There]:
        rows = self.store.read(brought_relationships_query(self.link.type), batch=self.batch)
        waiting = self.store.read("ingest/waiting_by", batch=self.batch)
        return [There.of_edge(row["edge"], row["start"], row["end"], row["properties"]) for row in rows] + [
            There.of_waiting(row["waiting"]) for row in waiting
        ]

    def _take_back(self, transaction: Transaction, records: list[str]) -> None:
        transaction.write("ingest/take_turn")
        self.journal.read(transaction)
        self._learn({*records, *self.journal.said})
        said: dict[_Meant, list[Entry]] = {}
        for own, entries in self.journal.said.items():
            said.setdefault(self._meant(own), []).extend(entries)
        there = self._there(transaction, records)
        for meant, own in {self._meant(own): own for own in records}.items():
            entries = sorted(said.get(meant, []), key=lambda entry: not entry.anew)
            found = there.get(meant)
            now: State | None = found.snapshot(self.link) if found else _before(entries)
            left = fold(now, entries, self.batch, self.kind, self._same) if now else None
            if left is not None:
                self._write(transaction, found, left)
            names = {entry.record for entry in entries} | {own}
            note(transaction, self.kind.name, "", _anew(own, names, left))

    def _write(self, transaction: Transaction, found: There | None, left: Folded) -> None:
        state = left.state if left.state and left.state["deleted_by"] is None else None
        if found is not None and state == found.snapshot(self.link):
            return
        if found is not None and found.edge is not None:
            transaction.write("ingest/delete_edges", edges=[found.edge])
        elif found is not None:
            transaction.write("ingest/stop_waiting", ids=[found.waiting])
        if state is not None:
            self._create(transaction, state)

    def _create(self, transaction: Transaction, state: State) -> None:
        texts = {column: named[0][0] for column, named in state["names"].items()}
        properties = state["properties"]
        kept = {n: properties[n] for n in self.link.properties if n in properties}
        frame = pl.DataFrame({"_row": [0], **{n: [v] for n, v in {**texts, **kept}.items()}})
        rows = named_rows(frame.with_columns(pl.col("_row").cast(pl.UInt32)), self.kind, self.known)
        origin = {name: properties[name] for name in ("batch", "source")}
        for link, ends in rows.links:
            create_edges(transaction, link.type, ends.filter(BOTH_KNOWN), origin)
            wait(transaction, waiting_rows(self.kind, link, ends.filter(~BOTH_KNOWN)), origin)

    def _there(self, transaction: Transaction, records: list[str]) -> dict[_Meant, There]:
        """Those that are there or wait."""
        columns = [self.link.start, self.link.end, *relationship(self.link.type).identity]
        split = [record.split("\x1f") for record in records]
        frame = pl.DataFrame(split, schema=columns, orient="row").with_row_index("_row")
        rows = named_rows(frame, self.kind, self.known)
        [(link, ends)] = rows.links
        found = find(transaction, rows, link, ends)
        return {self._meant(records[number]): there for number, there in found.items()}

    def _learn(self, records: set[str]) -> None:
        """Look up what the ends of relationships mean."""
        for place, column in enumerate((self.link.start, self.link.end)):
            declared = self.kind.column(column)
            texts = sorted(
                {own.split("\x1f")[place] for own in records} - {t for c, t in self._meanings if c == column}
            )
            asked = pl.DataFrame({"reference": texts}, schema={"reference": pl.String})
            found = self.known.resolve(asked, declared.targets if declared else ())
            for text, label, own in found.select("reference", "label", "id").iter_rows():
                self._meanings[column, text] = text if label is None else f"{label}\x1f{own}"

    def _meant(self, own: str) -> _Meant:
        start, end, *identity = own.split("\x1f")
        return self._meanings[self.link.start, start], self._meanings[self.link.end, end], *identity

    def _same(self, column: str, one: str, other: str) -> bool:
        return one == other or self._meanings[column, one] == self._meanings[column, other]


def _before(entries: list[Entry]) -> State | None:
    return next((entry.before for entry in entries if entry.before is not None), None)


def _anew(own: str, names: set[str], left: Folded | None) -> list[Entry]:
    """What the journal says of a relationship from now on, in place of all that it said under these names."""
    entries = [Entry(name, "", "", None, None, anew=True) for name in sorted(names - {own})]
    if left is None or left.base is None:
        return [*entries, Entry(own, "", "", None, None, anew=True)]
    origin = left.base["properties"]
    said = [Entry(own, entry.batch, entry.source, entry.said) for entry in left.said]
    return [*entries, Entry(own, origin["batch"], origin["source"], None, left.base, anew=True), *said]
