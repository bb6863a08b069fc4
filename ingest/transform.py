"""From a table's columns to a kind's: renaming, templates, look-ups in other tables of the source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

import polars as pl

from graph import model
from guanxi.errors import GuanxiError
from ingest import cleaning
from ingest.cleaning.text import width
from ingest.mapping import EACH, LINE_ID, Join, Record, normal
from ingest.recognise import Guess
from ingest.records import kind_named
from ingest.sources import ADDED
from ingest.sources.spool import Table
from ingest.values import condition

__all__ = ["DELETED", "Mapper", "property_name"]

DELETED = "_deleted"
"""The column that says which records were deleted in their source, where the mapping tells."""

_SLICE = 20_000

_RESERVED = frozenset({"id", "key", *(prop.name for prop in model.provenance())})


class Mapper:
    """Makes records out of a table, as its `guess` says; `others` are the tables of the same source, by name.

    Raises GuanxiError where a table that is needed is not there.
    """

    def __init__(self, table: Table, guess: Guess, others: Mapping[str, Table]) -> None:
        self.table = table
        self.guess = guess
        self.joined = {name: others[join.table] for name, join in guess.mapping.join.items() if join.table in others}
        self._check_joins()
        self._lookups = {name: self._lookup(name) for name in self.joined}
        self._names = guess.mapping.find(self._used(), table.columns)
        known = set(self._names.values())
        self.unknown = [column for column in table.columns if column not in known]

    def records(self, record: Record) -> Iterator[pl.DataFrame]:
        """The records of each frame of the table, as text (computed columns as numbers), with where they come from."""
        found = (self._apply(record, self._prepared(record, frame)) for frame in self.table.frames())
        yield from _once(found) if record.once else found

    def identifiers(self, record: Record) -> pl.Series:
        """The `id` of every record as it will be stored, hashed, in order."""
        only = record.model_copy(update={"columns": {"id": record.columns["id"]}})
        parts = [frame.select(width(pl.col("id")))["id"].hash() for frame in self.records(only)]
        return pl.concat(parts) if parts else pl.Series("id", [], pl.UInt64)

    @property
    def looked_up(self) -> list[str]:
        """The columns that come from the tables that are looked up: `owner.employeeID`."""
        return [column for name, by in self._lookups_by() for column in self._lookups[name].columns if column != by]

    def completed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of the table as they were read, with the columns that are looked up beside them."""
        for name, by in self._lookups_by():
            key = cleaning.text(pl.col(next(c for c in self.table.columns if normal(c) == normal(by)))).alias("_by")
            frame = frame.with_columns(key).join(
                self._lookups[name], left_on="_by", right_on=by, how="left", maintain_order="left"
            )
        return frame.drop("_by", strict=False)

    def _lookups_by(self) -> list[tuple[str, str]]:
        return [(name, self.guess.mapping.join[name].by) for name in self._lookups]

    def properties(self, record: Record) -> dict[str, str]:
        """The columns that no record uses and this one keeps, with the property that each becomes."""
        if not self.guess.mapping.keep_unknown or record is not self.guess.mapping.records[0]:
            return {}
        taken = {*_RESERVED, *record.columns, *_declared(record)}
        names: dict[str, str] = {}
        for column in self.unknown:
            if column in self.guess.mapping.omit:
                continue
            name = property_name(column)
            while name in taken:
                name += "_"
            taken.add(name)
            names[column] = name
        return names

    def _used(self) -> set[str]:
        mapping = self.guess.mapping
        used = {name for record in mapping.records for name in record.used}
        used |= {join.by for join in mapping.join.values()}
        return {name for name in used if name.split(".", 1)[0] not in mapping.join}

    def _check_joins(self) -> None:
        absent = {name: join.table for name, join in self.guess.mapping.join.items() if name not in self.joined}
        for record in self.guess.mapping.records:
            for required in kind_named(record.kind).required:
                value = record.columns[required]
                for column in () if value.first else value.columns:
                    name = column.split(".", 1)[0]
                    if name in absent:
                        raise GuanxiError(
                            f"{self.table.name} needs the {absent[name]} of {self.guess.preset} beside it.",
                            "Give both files, or their folder, to one command.",
                        )

    def _lookup(self, name: str) -> pl.DataFrame:
        join, table = self.guess.mapping.join[name], self.joined[name]
        by_normal = {normal(column): column for column in table.columns}
        wanted = {join.by, *([join.most] if join.most else []), *([join.newest] if join.newest else [])}
        for record in self.guess.mapping.records:
            wanted |= {column.removeprefix(f"{name}.") for column in record.used if column.startswith(f"{name}.")}
        absent = [column for column in wanted if normal(column) not in by_normal]
        if absent:
            raise GuanxiError(f"{table.name} has no column {', '.join(sorted(absent))}.")
        columns = [cleaning.text(pl.col(by_normal[normal(column)])).alias(column) for column in sorted(wanted)]
        rows = table.scan().filter(pl.col("_problem").is_null()).select(columns).collect().drop_nulls(join.by)
        rows = _most(rows, join) if join.most else rows.unique(maintain_order=True)
        twice = rows.filter(pl.col(join.by).is_duplicated())
        if not twice.is_empty():
            raise GuanxiError(f"{table.name} has {join.by} {twice[join.by][0]!r} more than once.")
        return rows.rename({column: f"{name}.{column}" for column in rows.columns if column != join.by})

    def _prepared(self, record: Record, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with cleaned text under the mapping's names, looked-up columns, and `each` and `line id`."""
        joins = {name: by for name, by in self._lookups_by() if any(c.startswith(f"{name}.") for c in record.used)}
        needed = record.used.union(joins.values())
        kept = {column: column for column in self.properties(record)}
        kept |= {name: column for name, column in self._names.items() if name in needed}
        frame = frame.select(*[cleaning.text(pl.col(column)).alias(name) for name, column in kept.items()], *ADDED)
        for name, by in joins.items():
            frame = frame.join(self._lookups[name], on=by, how="left", maintain_order="left")
        frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in record.used - set(frame.columns))
        if any(LINE_ID in value.columns for value in record.columns.values()):
            frame = frame.with_columns(_line_ids(frame).alias(LINE_ID))
        if record.each:
            values = [frame.with_columns(pl.col(name).alias(EACH)) for name in record.each]
            frame = pl.concat(values).unique(EACH, maintain_order=True).drop_nulls(EACH)
        if record.where:
            wanted = condition(record.where) | pl.col("_problem").is_not_null()
            frame = frame.filter(wanted | condition(record.deleted).fill_null(False) if record.deleted else wanted)
        return frame

    def _apply(self, record: Record, frame: pl.DataFrame) -> pl.DataFrame:
        values = [value.expression().alias(name) for name, value in record.columns.items()]
        extra = [pl.col(column).alias(name) for column, name in self.properties(record).items()]
        deleted = [condition(record.deleted).fill_null(False).alias(DELETED)] if record.deleted else []
        return frame.select(*values, *extra, *deleted, *ADDED)


def property_name(header: str) -> str:
    """The property that a column without a meaning of its own becomes: `Postal Code` -> `postal_code`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header)
    name = re.sub(r"\W+", "_", spaced).strip("_").lower()
    return name if name and not name[0].isdigit() else f"column_{name}".rstrip("_")


def _declared(record: Record) -> set[str]:
    kind = kind_named(record.kind)
    names = {column.name for column in kind.columns}
    return names | ({prop.name for prop in model.node(kind.label).properties} if kind.label else set())


def _most(rows: pl.DataFrame, join: Join) -> pl.DataFrame:
    newest = pl.col(join.newest).max() if join.newest else pl.lit(None)
    counted = rows.group_by(join.by, join.most).agg(pl.len().alias("_count"), newest.alias("_newest"))
    ranked = counted.drop_nulls().sort(
        join.by, "_count", "_newest", join.most, descending=[False, True, True, False], nulls_last=True
    )
    return ranked.unique(join.by, keep="first", maintain_order=True).drop("_count", "_newest")


def _once(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Records with the same id as one: of each column the first value that is there. Those without id stay apart."""

    def together(frame: pl.DataFrame) -> pl.DataFrame:
        apart = pl.when(pl.col("id").is_null()).then("_line")
        grouped = frame.group_by(pl.col("id").alias("_id"), apart.alias("_apart"), maintain_order=True)
        return grouped.agg(pl.all().drop_nulls().first()).drop("_id", "_apart")

    parts = [together(frame) for frame in frames]
    if parts:
        yield from together(pl.concat(parts)).iter_slices(_SLICE)


def _line_ids(frame: pl.DataFrame) -> pl.Series:
    pairs = zip(frame["_line"].to_list(), frame["_raw"].to_list(), strict=True)
    return pl.Series([hashlib.blake2b(f"{line}\n{raw}".encode(), digest_size=10).hexdigest() for line, raw in pairs])
