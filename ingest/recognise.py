"""What a table is: recognised by its headers, or by its first lines where it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guanxi.errors import GuanxiError
from ingest.mapping import Canonical, Preset, Record, TableMapping, Value, canonical, normal
from ingest.records import KINDS, Kind, kind_named
from ingest.sources.spool import Table

__all__ = ["FILE_SOURCE", "Guess", "guess", "layout_of"]

FILE_SOURCE = "file"
"""The source of tables that no preset maps."""

_HEAD = 1 << 16
_HEAD_LINES = 20


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
    """The preset and table whose `lines` the file's first lines match, if any."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("latin-1").splitlines()[:_HEAD_LINES]
    for name, table, mapping in _tables(presets):
        if mapping.lines and head and all(re.match(mapping.lines, line) for line in head if line.strip()):
            return name, table
    return None


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


def _by_preset(table: Table, presets: Mapping[str, Preset]) -> Guess | None:
    present = {normal(name) for name in table.columns}
    matches = [
        (len(mapping.headers), name, title)
        for name, title, mapping in _tables(presets)
        if mapping.headers and present.issuperset(map(normal, mapping.headers))
    ]
    if not matches:
        return None
    _, name, title = max(matches, key=lambda match: match[0])
    return Guess(presets[name].tables[title], presets[name].source, name, title)


def _canonical_guess(table: Table, kind: Kind) -> Guess:
    found = _columns_of(table, kind, canonical()[kind.name])
    missing = [name for name in kind.required if name not in found]
    if missing:
        raise GuanxiError(
            f"{table.name} has no column for {', '.join(missing)} of {kind.name}.",
            f"Its columns are {_listed(table)}. Rename one, or write a mapping (--mapping).",
        )
    record = Record(kind=kind.name, columns={name: Value(column=header) for name, header in found.items()})
    return Guess(TableMapping(records=(record,), keep_unknown=True), FILE_SOURCE, None, kind.name)


def _columns_of(table: Table, kind: Kind, names: Canonical) -> dict[str, str]:
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
        found = _columns_of(table, kind, names)
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
    shown = ", ".join(table.columns[:12])
    return f"{shown}, …" if len(table.columns) > 12 else shown
