"""Records into Neo4j: each batch of rows is one transaction that holds its nodes, relationships and what must wait."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self

import polars as pl
from neo4j.exceptions import ConstraintError

from graph.model import node
from graph.store import Store, Transaction
from ingest import changes, mailboxes, pairs
from ingest.creating import Origin, create
from ingest.ends import OWN_ID, Rows, read_rows
from ingest.identity.merging import MERGEABLE, release
from ingest.records import Kind
from ingest.references import Known

__all__ = ["Prepared", "Transactions", "Writer", "prepare"]


@dataclass(frozen=True)
class Prepared:
    """A batch of records, ready to be written, and the rows that fit no one record (`_row`, `_column`, `_problem`)."""

    rows: Rows
    origin: Origin
    ambiguous: pl.DataFrame

    @property
    def waiting(self) -> int:
        """How many relationships must wait for an end."""
        return sum(
            ends.filter(pl.any_horizontal(pl.col("start_label", "end_label").is_null())).height
            for _, ends in self.rows.links
        )

    @property
    def events(self) -> bool:
        """Whether the rows are things that happened, of which most are new."""
        label = self.rows.kind.label
        return label is not None and node(label).event and "_deleted" not in self.rows.frame.columns

    def write(self, transaction: Transaction, *, new: bool = False) -> None:
        """Write what is new and what has changed. Imports write in turn, so that what is looked up stays true.

        Where all rows are said to be `new`, none is looked up; raises ConstraintError if one is there all the same.
        """
        [turn] = transaction.read("ingest/take_turn")
        if new and not turn["deleted"]:
            create(transaction, self.rows, self.origin)
            return
        if self.rows.kind.label in MERGEABLE:
            release(transaction, self.rows.kind.label, self.rows.frame[OWN_ID].to_list())
        there, gone = _deleted(self.rows)
        if self.rows.kind.label is None:
            pairs.put(transaction, there, self.origin)
            pairs.take_out(transaction, gone, self.origin)
            return
        present = changes.find(transaction, self.rows.kind, there.frame[OWN_ID].to_list())
        known = pl.col(OWN_ID).is_in(list(present))
        added = there.only(there.frame.filter(~known)["_row"])
        if not added.frame.is_empty():
            create(transaction, added, self.origin)
        if present:
            changes.update(transaction, there.only(there.frame.filter(known)["_row"]), present, self.origin)
        if not gone.frame.is_empty():
            deleted = changes.find(transaction, self.rows.kind, gone.frame[OWN_ID].to_list())
            changes.delete(transaction, self.rows.kind, deleted, self.origin)


class Transactions:
    """Writes each batch in a transaction of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._all_new = True

    def write(self, prepared: Prepared) -> None:
        """Write all or nothing of a batch.

        Events are taken to be new until one is not: looking them all up would take a tenth of the time.
        """
        try:
            self._store.transact(partial(prepared.write, new=self._all_new and prepared.events))
        except ConstraintError:
            self._all_new = False
            self._store.transact(prepared.write)


class Writer:
    """Has one batch written after another, while the next is being prepared. Use as a context manager."""

    def __init__(self, write: Callable[[Prepared], None]) -> None:
        self._write = write
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._wait()
        finally:
            self._pool.shutdown()

    def write(self, prepared: Prepared) -> None:
        """Have a batch written once the one that was given before is. Raises what that one met."""
        self._wait()
        self._pending = self._pool.submit(self._write, prepared)

    def _wait(self) -> None:
        if self._pending is not None:
            pending, self._pending = self._pending, None
            pending.result()


def prepare(frame: pl.DataFrame, kind: Kind, known: Known, *, source: str, batch: str) -> Prepared:
    """Make valid records ready to be written. Those that they bring become known; ambiguous rows are left out."""
    by_address = source in mailboxes.SOURCES
    rows, ambiguous = read_rows(frame.with_row_index("_row"), kind, known, doubtful_wait=by_address)
    return Prepared(rows, {"source": source, "batch": batch}, ambiguous)


def _deleted(rows: Rows) -> tuple[Rows, Rows]:
    """Records, and those that their source has deleted."""
    none = rows.frame["_row"].clear()
    if "_deleted" not in rows.frame.columns:
        return rows, rows.only(none)
    gone = pl.col("_deleted").fill_null(False)
    return rows.only(rows.frame.filter(~gone)["_row"]), rows.only(rows.frame.filter(gone)["_row"])
