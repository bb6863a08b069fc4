"""What a table is: recognised by its headers, or by its first lines where it has none."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from guanxi.errors import GuanxiError
from ingest.mapping import Canonical, Labels, Preset, Record, TableMapping, Value, canonical, normal
from ingest.records import KINDS, Kind, kind_named
from ingest.sources.spool import Table

__all__ = ["FILE_SOURCE", "Guess", "columns_of", "guess", "labels_of", "layout_of"]

FILE_SOURCE = "file"
"""The source of tables that no preset maps."""

_HEAD = 1 << 16
_HEAD_LINES = 20
_SHOWN = 40


@dataclass(frozen=True)
class Guess:
    """What a table was recognised as; `preset` is None for the canonical columns."""

    mapping: TableMapping
    source: str
    preset: str | None
    table: str

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(record.kind for record in self.mapping.records))


def layout_of(path: Path, presets: Mapping[str, Preset]) -> tuple[str, str] | None:
    """The preset and table that say how to read the file: by its first `lines`, the line of its header, its headers."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8-sig", "replace").splitlines()[:_HEAD_LINES]
    lines = [line for line in head if line.strip()]
    for name, table, mapping in _tables(presets):
        if mapping.lines and lines and all(re.match(mapping.lines, line) for line in lines):
            return name, table
        header = mapping.layout.header if mapping.layout else None
        if header and any(re.match(header, line) for line in lines):
            return name, table
    best = _best(next(csv.reader(lines[:1]), []), presets)
    return best if best and presets[best[0]].tables[best[1]].layout else None


def guess(
    table: Table,
    presets: Mapping[str, Preset],
    *,
    kind: str | None = None,
    found: tuple[str, str] | None = None,
) -> Guess:
    """Recognise a table: as `found` by its lines, as the `kind` asked for, by a preset, by the canonical columns.

    Raises GuanxiError that names the table and what it lacks.
    """
    if found is not None:
        preset = presets[found[0]]
        return Guess(preset.tables[found[1]], preset.source, *found)
    if kind is None:
        by_preset = _by_preset(table, presets)
        if by_preset is not None:
            return by_preset
        kind = _kind_of(table)
    return _canonical_guess(table, kind_named(kind))


def _tables(presets: Mapping[str, Preset]) -> Iterator[tuple[str, str, TableMapping]]:
    for name, preset in presets.items():
        for table, mapping in preset.tables.items():
            yield name, table, mapping


def labels_of(table: Table, presets: Mapping[str, Preset]) -> Labels | None:
    """How a table says what the columns of others are called, where it does."""
    best = _best(table.columns, presets, next(table.frames()))
    return presets[best[0]].tables[best[1]].labels if best else None


def _by_preset(table: Table, presets: Mapping[str, Preset]) -> Guess | None:
    best = _best(table.columns, presets, next(table.frames()))
    if best is None:
        return None
    preset = presets[best[0]]
    return Guess(preset.tables[best[1]], preset.source, *best)


def _best(
    columns: Sequence[str], presets: Mapping[str, Preset], rows: pl.DataFrame | None = None
) -> tuple[str, str] | None:
    """The preset and table with the most headers among the columns, and of several the one that uses most of them."""
    matches = []
    for name, title, mapping in _tables(presets):
        if not mapping.headers or len(mapping.find(mapping.headers, columns)) < len(mapping.headers):
            continue
        if mapping.find(mapping.without, columns) or not _holds(mapping, columns, rows):
            continue
        used = {column for record in mapping.records for column in record.used}
        matches.append((len(mapping.headers) + len(mapping.holds), len(mapping.find(used, columns)), name, title))
    return max(matches)[2:] if matches else None


def _holds(mapping: TableMapping, columns: Sequence[str], rows: pl.DataFrame | None) -> bool:
    """Whether the columns that should say one word do; they cannot be seen without `rows`."""
    if rows is None:
        return not mapping.holds
    found = mapping.find(mapping.holds, columns)
    return all(
        name in found and rows[found[name]].drop_nulls().head(_HEAD_LINES).unique().to_list() == [word]
        for name, word in mapping.holds.items()
    )


def _canonical_guess(table: Table, kind: Kind) -> Guess:
    found = columns_of(table, kind, canonical()[kind.name])
    missing = [name for name in kind.required if name not in found]
    if missing:
        raise GuanxiError(
            f"{table.name} has no column for {', '.join(missing)} of {kind.name}.",
            f"Its columns are {_listed(table)}. Rename one, or write a mapping (--mapping).",
        )
    record = Record(kind=kind.name, columns={name: Value(column=header) for name, header in found.items()})
    return Guess(TableMapping(records=(record,), keep_unknown=True), FILE_SOURCE, None, kind.name)


def columns_of(table: Table, kind: Kind, names: Canonical) -> dict[str, str]:
    """Which header stands for which column: a column's own name first, then its aliases in their order."""
    headers = {normal(header): header for header in reversed(table.columns)}
    found: dict[str, str] = {}
    for column in kind.columns:
        if normal(column.name) in headers:
            found[column.name] = headers.pop(normal(column.name))
    for column in kind.columns:
        if column.name not in found:
            alias = next((normal(a) for a in names.columns[column.name] if normal(a) in headers), None)
            if alias is not None:
                found[column.name] = headers.pop(alias)
    return found


def _kind_of(table: Table) -> str:
    called = normal(table.sheet or Path(table.file).stem)
    fits: list[tuple[bool, int, str]] = []
    for kind in KINDS:
        names = canonical()[kind.name]
        found = columns_of(table, kind, names)
        if all(name in found for name in kind.required):
            titles = [normal(title) for title in (kind.name, *names.called)]
            fits.append((any(title in called for title in titles), len(found), kind.name))
    if not fits:
        raise GuanxiError(
            f"{table.name} is not recognised: its columns are {_listed(table)}.",
            "Say what it is with --as, or write a mapping (--mapping).",
        )
    fits.sort(key=lambda fit: fit[:2], reverse=True)
    best = [name for named, count, name in fits if (named, count) == fits[0][:2]]
    if len(best) > 1:
        raise GuanxiError(f"{table.name} could be {' or '.join(best)}.", f"Say which: --as {best[0]}")
    return best[0]


def _listed(table: Table) -> str:
    names = [name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…" for name in table.columns[:12]]
    return ", ".join([*names, "…"] if len(table.columns) > 12 else names)
