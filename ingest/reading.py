"""Files to recognised tables; files that cannot be read are noted as refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guanxi.errors import GuanxiError
from ingest.mapping import Preset
from ingest.recognise import Guess, guess, labels_of, layout_of
from ingest.sources import Layout, SourceError, suffix
from ingest.sources.database import Query
from ingest.sources.spool import READABLE, File, Spool, Table
from ingest.summary import Refused, Summary

__all__ = ["Choices", "Progress", "Reader"]

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many rows of it are done, and of how many (None: not known yet)."""

Choices = Mapping[str, Guess | None]
"""How tables are to be read, by their names; None leaves a table out."""

_TEXT = frozenset({"csv", "tsv", "tab", "txt"})


@dataclass
class Reader:
    """Reads files into tables and recognises them; files that cannot be read are noted as refused."""

    spool: Spool
    presets: Mapping[str, Preset]
    kind: str | None
    named: bool
    tell: Progress
    summary: Summary
    choices: Choices = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._found: list[tuple[Table, tuple[str, str] | None]] = []

    @cached_property
    def tables(self) -> list[tuple[Table, Guess]]:
        """The tables of all files read, as what they are recognised; once the last one is read."""
        labels = self._labels()
        return [pair for table, found in self._found if (pair := self._recognised(table.labelled(labels), found))]

    def read(self, file: File, *, packed: bool = False) -> None:
        self.tell(f"reading {file.name}", 0, None)
        try:
            if suffix(file.path) == "zip":
                self._unpack(file, packed)
            else:
                self._read_tables(file)
        except GuanxiError as error:
            self._refuse(file.name, error)

    def ask(self, queries: Iterable[Query]) -> None:
        """Read the rows of queries: these, and those that the mappings have."""
        asked: list[tuple[Query, tuple[str, str] | None]] = [(query, None) for query in queries]
        for name, preset in self.presets.items():
            for title, table in preset.tables.items():
                if table.sql:
                    asked.append((Query(table.sql.url, table.sql.query), (name, title)))
        for query, found in asked:
            self._ask(query, found)

    def _ask(self, query: Query, found: tuple[str, str] | None) -> None:
        name = query.name
        self.tell(f"reading {name}", 0, None)
        try:
            table = self.spool.query(query)
            if table.rows == 0:
                raise SourceError(f"{table.name} has no rows.")
            self._found.append((table, found))
        except GuanxiError as error:
            self._refuse(name, error)

    def _unpack(self, file: File, packed: bool) -> None:
        if packed:
            raise SourceError(f"{file.name} is an archive inside an archive.", "Unpack it first.")
        for member in self.spool.unpack(file):
            if suffix(member.path) in READABLE:
                self.read(member, packed=True)
            else:
                self.summary.ignored.append(member.name)

    def _read_tables(self, file: File) -> None:
        found = layout_of(file.path, self.presets) if suffix(file.path) in _TEXT else None
        tables = self.spool.read(file, self._layout(found))
        if not tables:
            raise SourceError(f"{file.name} has no table in it.")
        for table in tables:
            try:
                if table.rows == 0:
                    raise SourceError(f"{table.name} has a header and no rows.")
                self._found.append((table, found))
            except GuanxiError as error:
                self._refuse(table.name, error)

    def _recognised(self, table: Table, found: tuple[str, str] | None) -> tuple[Table, Guess] | None:
        if table.name in self.choices:
            chosen = self.choices[table.name]
            if chosen is None:
                self.summary.ignored.append(table.name)
            return (table, chosen) if chosen else None
        try:
            return table, guess(table, self.presets, kind=self.kind, found=found)
        except GuanxiError as error:
            self._refuse(table.name, error)
            return None

    def _labels(self) -> dict[str, str]:
        """What columns are called, out of the tables that say so."""
        found: dict[str, str] = {}
        for table, _ in self._found:
            labels = labels_of(table, self.presets)
            if labels is not None:
                rows = table.scan().select(labels.name, labels.label).drop_nulls().collect()
                found |= dict(rows.iter_rows())
        return found

    def _layout(self, found: tuple[str, str] | None) -> Layout:
        if found is not None:
            return self.presets[found[0]].tables[found[1]].reader_layout()
        if self.named:
            with_layout = [
                table for preset in self.presets.values() for table in preset.tables.values() if table.layout
            ]
            if len(with_layout) == 1:
                return with_layout[0].reader_layout()
        return Layout()

    def _refuse(self, name: str, error: GuanxiError) -> None:
        self.summary.refused.append(Refused(name, error.message, error.hint))
