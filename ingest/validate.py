"""Which records can be loaded: typed columns, and for each record that cannot be loaded, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ingest import cleaning
from ingest.cleaning import Conventions
from ingest.cleaning.cleaned import Cleaned, nothing, plain
from ingest.cleaning.text import INVISIBLE
from ingest.mapping import Record, canonical
from ingest.records import Column, Kind, Type, kind_named
from ingest.transform import DELETED

__all__ = ["LONGEST_KEY", "Checked", "check"]

LONGEST_KEY = 1000
"""Characters of an id or address; longer ones are none, and no index takes them."""
_KEYS = ("id", "email", "reference")
_COUNTRY = "country"


@dataclass(frozen=True)
class Checked:
    """Records as values in `frame`, and for each column of the mapping what it was and what cleaning did to it."""

    frame: pl.DataFrame
    before: pl.DataFrame
    cleaned: dict[str, Cleaned]
    types: dict[str, Type]

    @property
    def valid(self) -> pl.Series:
        return self.frame["_problem"].is_null()

    @property
    def hidden(self) -> pl.Series:
        """Which valid rows had control, invisible or bidirectional characters, which were taken out."""
        return self.valid & self.frame["_raw"].str.contains(INVISIBLE).fill_null(False)


def check(frame: pl.DataFrame, record: Record, conventions: Conventions) -> Checked:
    """Records as text to records as values, with `_problem` and the `_column` that it concerns, null where all is well.

    References to several records become lists. What is found beside a value, such as the extension of a phone number
    or the currency of an amount, fills a column of its own where that is empty. Of a record that was deleted in its
    source, nothing but its id matters.
    """
    kind = kind_named(record.kind)
    columns = {name: kind.column(name) or Column(name) for name in record.columns}
    types = {name: record.columns[name].type or column.type for name, column in columns.items()}
    cleaned = {name: _cleaned(frame, columns[name], types[name], record.kind, conventions) for name in columns}
    problem, concerned = frame["_problem"], nothing(frame["_problem"])
    for name, column in columns.items():
        for found in _problems(frame[name], column, types[name], cleaned[name]):
            first = problem.is_null() & found.is_not_null()
            problem = problem.zip_with(~first, found)
            concerned = concerned.set(first, name)
    if DELETED in frame.columns and kind.has_id:
        spared = frame[DELETED] & (concerned != "id").fill_null(False)
        problem, concerned = (column.zip_with(~spared, nothing(column)) for column in (problem, concerned))
    values = {name: one.values for name, one in cleaned.items()} | _beside(frame, kind, cleaned)
    typed = frame.with_columns(**values, _problem=problem, _column=concerned)
    return Checked(typed, frame, cleaned, types)


def _cleaned(frame: pl.DataFrame, column: Column, kind: Type, record: str, conventions: Conventions) -> Cleaned:
    cells = frame[column.name]
    if cells.dtype != pl.String:
        return Cleaned(cells)
    if column.many:
        return Cleaned(_listed(cells))
    words = canonical()[record].words(column.name) if kind == "word" else None
    countries = frame[_COUNTRY] if kind == "phone" and frame.schema.get(_COUNTRY) == pl.String else None
    return cleaning.clean_column(cells, kind, conventions, words=words, countries=countries)


def _listed(cells: pl.Series) -> pl.Series:
    """Several references in each cell, as lists; where every cell has one, they need not be taken apart."""
    if not cells.str.contains("[;；]").any():
        one = plain(cells, cleaning.reference)
        return pl.select(pl.when(one.is_not_null()).then(pl.concat_list(one))).to_series()
    several = cleaning.reference(cleaning.text(pl.element())).drop_nulls().unique(maintain_order=True)
    return plain(cells, lambda c: c.str.replace_all("；", ";", literal=True).str.split(";").list.eval(several))


def _beside(frame: pl.DataFrame, kind: Kind, cleaned: dict[str, Cleaned]) -> dict[str, pl.Series]:
    found: dict[str, pl.Series] = {}
    for one in cleaned.values():
        for name, values in one.beside.items():
            if name in cleaned:
                found[name] = cleaned[name].values.fill_null(values)
            elif name not in frame.columns and (name not in _ONLY_DECLARED or kind.column(name)):
                found[name] = values
    return found


_ONLY_DECLARED = frozenset({"currency"})
"""What is found beside a value but kept only by kinds that have a column for it."""


def _problems(cells: pl.Series, column: Column, kind: Type, cleaned: Cleaned) -> Iterator[pl.Series]:
    """For each way in which cells of a column can be wrong, and are: the reasons, null where all is well."""

    def where(bad: pl.Series, reason: str) -> Iterator[pl.Series]:
        if bad.any():
            yield nothing(cells).set(bad, reason)

    values = cleaned.values
    if cleaned.problems is not None:
        yield cleaned.problems
    if column.required:
        missing = values.is_null() if cleaned.problems is None else values.is_null() & cleaned.problems.is_null()
        yield from where(
            missing | (values.list.len() == 0).fill_null(False) if column.many else missing, f"{column.name} is missing"
        )
    if kind in _KEYS and values.dtype in (pl.String, pl.List(pl.String)):
        length = values.list.eval(pl.element().str.len_chars()).list.max() if column.many else values.str.len_chars()
        yield from where((length > LONGEST_KEY).fill_null(False), f"is longer than {LONGEST_KEY} characters")
