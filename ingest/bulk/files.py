"""Batches of an import into Parquet files for Neo4j's offline importer."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from graph import model
from graph.local.importer import LIST_SEPARATOR, Group
from graph.store import Transaction
from ingest.creating import Origin, property_names, wait
from ingest.ends import OWN_ID, Rows, relationship, waiting_rows
from ingest.load import Prepared
from ingest.records import KINDS, Link

__all__ = ["Files", "Later"]

_PART_ROWS = 100_000
_REFERABLE = {label for kind in KINDS for column in kind.references for label in column.targets}
_BOTH = pl.col("start_label").is_not_null() & pl.col("end_label").is_not_null()
_NUMBERS = {"label": pl.String, "id": pl.String, "number": pl.Int64}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Waiting:
    """Relationships that wait for an end."""

    rows: list[dict[str, Any]]
    origin: Origin

    def write(self, transaction: Transaction) -> None:
        wait(transaction, self.rows, self.origin)


Later = Prepared | _Waiting
"""What is written into the database once the files are in it."""


@dataclass
class Files:
    """Writes new nodes and their relationships into files in `folder`; everything else is kept for later.

    Later come relationships that wait, and records that were in an earlier batch or that their source has deleted.
    """

    folder: Path
    batch_rows: int
    _count: int = 0
    _groups: dict[tuple[Any, ...], _Group] = field(default_factory=dict)
    _numbers: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_NUMBERS))
    _seen: dict[str, np.ndarray[Any, np.dtype[np.uint64]]] = field(default_factory=dict)
    _later: int = 0

    def write(self, prepared: Prepared) -> None:
        """Take a batch: what is new into files."""
        new = self._is_new(prepared.rows)
        rows = prepared.rows if new.all() else prepared.rows.only(prepared.rows.frame.filter(new)["_row"])
        own = self._write_nodes(rows, prepared.origin)
        for link, ends in rows.links:
            self._write_edges(link, ends.filter(_BOTH), own, prepared.origin)
            waiting = waiting_rows(rows.kind, link, ends.filter(~_BOTH))
            for start in range(0, len(waiting), self.batch_rows):
                self._keep(_Waiting(waiting[start : start + self.batch_rows], prepared.origin))
        for left in prepared.rows.frame.filter(~new)["_row"].to_frame().iter_slices(self.batch_rows):
            self._keep(replace(prepared, rows=prepared.rows.only(left["_row"])))

    def write_batches(self, batches: list[dict[str, Any]]) -> None:
        """Write the nodes of the imports themselves."""
        frame = pl.DataFrame(batches).with_columns(pl.int_range(pl.len()).alias(":ID") + self._count)
        self._write(frame, True, ("Batch",))

    def groups(self) -> list[Group]:
        """All that was written, for the importer."""
        for group in self._groups.values():
            group.flush()
        return [group.group for group in self._groups.values()]

    def later(self) -> Iterator[Later]:
        """What was kept for later, in order."""
        for number in range(self._later):
            with (self.folder / f"{number}.later").open("rb") as file:
                yield pickle.load(file)  # noqa: S301 - written a moment ago by this process

    def _keep(self, later: Later) -> None:
        with (self.folder / f"{self._later}.later").open("wb") as file:
            pickle.dump(later, file)
        self._later += 1

    def _is_new(self, rows: Rows) -> pl.Series:
        """Which records are not deleted, and were in no batch so far; by hash, so that a few may be taken for known."""
        label, ids = str(rows.kind.label), rows.frame[OWN_ID]
        hashes = ids.hash().to_numpy()
        seen = self._seen.get(label, hashes[:0])
        places = np.searchsorted(seen, hashes)
        known = np.zeros(len(hashes), dtype=bool)
        inside = places < len(seen)
        known[inside] = seen[places[inside]] == hashes[inside]
        self._seen[label] = np.sort(np.concatenate([seen, hashes]), kind="stable")
        new = ~pl.Series(known) & ids.is_first_distinct()
        if "_deleted" in rows.frame.columns:
            new &= ~rows.frame["_deleted"].fill_null(False)
        return new

    def _write_nodes(self, rows: Rows, origin: Origin) -> pl.DataFrame:
        """Write the nodes; return the number of each `_row`."""
        declared = model.node(str(rows.kind.label))
        numbered = rows.frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(":ID") + self._count)
        self._count += rows.frame.height
        keys = [(pl.lit(f"{declared.label.lower()}:") + pl.col(OWN_ID)).alias("key")] if declared.shared else []
        nodes = numbered.select(":ID", OWN_ID, *keys, *property_names(rows), *_literals(origin))
        self._write(nodes, True, (declared.label, *declared.shared))
        if declared.label in _REFERABLE:
            label = pl.lit(declared.label).alias("label")
            self._numbers = self._numbers.vstack(numbered.select(label, "id", pl.col(":ID").alias("number")))
        return numbered.select("_row", pl.col(":ID").alias("number"))

    def _write_edges(self, link: Link, ends: pl.DataFrame, own: pl.DataFrame, origin: Origin) -> None:
        if ends.is_empty():
            return
        properties = [prop.name for prop in relationship(link.type).properties if prop.name in ends.columns]
        named = [
            pl.when(pl.col(side) != pl.col(f"{side}_id")).then(pl.col(side)).alias(f"{side}_reference")
            for side in ("start", "end")
        ]
        edges = ends.with_columns(
            self._end(ends, "start", link.start, own).alias(":START_ID"),
            self._end(ends, "end", link.end, own).alias(":END_ID"),
        ).select(":START_ID", ":END_ID", *properties, *named, *_literals(origin))
        self._write(edges.select(c for c in edges.iter_columns() if c.null_count() < c.len()), False, (link.type,))

    def _end(self, ends: pl.DataFrame, side: str, column: str, own: pl.DataFrame) -> pl.Series:
        """The numbers of the nodes at one end."""
        if column == OWN_ID:
            return ends.select("_row").join(own, on="_row", how="left", maintain_order="left")["number"]
        named = ends.select(pl.col(f"{side}_label").alias("label"), pl.col(f"{side}_id").alias("id"))
        return named.join(self._numbers, on=["label", "id"], how="left", maintain_order="left")["number"]

    def _write(self, frame: pl.DataFrame, nodes: bool, name: tuple[str, ...]) -> None:
        frame = frame.select(_typed(column) for column in frame.iter_columns())
        key = (nodes, name, *frame.schema.items())
        if key not in self._groups:
            folder = self.folder / f"group{len(self._groups)}"
            folder.mkdir()
            self._groups[key] = _Group(Group(nodes, name, folder))
        self._groups[key].add(frame)


@dataclass
class _Group:
    """Gathers frames into files that are not too small."""

    group: Group
    frames: list[pl.DataFrame] = field(default_factory=list)
    rows: int = 0
    parts: int = 0

    def add(self, frame: pl.DataFrame) -> None:
        self.frames.append(frame)
        self.rows += frame.height
        if self.rows >= _PART_ROWS:
            self.flush()

    def flush(self) -> None:
        if self.rows:
            path = self.group.folder / f"{self.parts:06}.parquet"
            pl.concat(self.frames).write_parquet(path, compression="uncompressed", statistics=False)
            self.frames, self.rows, self.parts = [], 0, self.parts + 1


def _literals(origin: Origin) -> list[pl.Expr]:
    return [pl.lit(value).alias(name) for name, value in origin.items()]


def _typed(column: pl.Series) -> pl.Series:
    """A column as the importer takes it: times to the millisecond, lists as text.

    It cannot read times before 1970 with a fraction of a second: those go as text.
    """
    if isinstance(column.dtype, pl.Datetime):
        moments = column.dt.cast_time_unit("ms")
        if (moments < _EPOCH).any():
            return moments.dt.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").alias(f"{column.name}:datetime")
        return moments
    if isinstance(column.dtype, pl.List):
        return column.list.join(LIST_SEPARATOR).alias(f"{column.name}:string[]")
    return column.cast(pl.String) if column.dtype == pl.Null else column
