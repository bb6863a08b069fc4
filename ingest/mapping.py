"""Mappings: which columns of a table make which records. A preset is a mapping that comes with Guanxi.

A mapping is a YAML file: its `source` becomes the prefix and provenance of what it brings, its `tables` are recognised
by their `headers`, or where they have none by their `lines`. How values are made is in `ingest.values`: mostly by a
template such as `hubspot:{Record ID}`, which is missing where one of its columns is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from guanxi.config import home
from guanxi.errors import NotFoundError, UsageError
from ingest.records import KINDS, kind_named
from ingest.sources import Layout
from ingest.values import EACH, LINE_ID, Part, Value, condition

__all__ = [
    "EACH",
    "LINE_ID",
    "Canonical",
    "Join",
    "Labels",
    "Preset",
    "Record",
    "TableMapping",
    "Value",
    "canonical",
    "normal",
    "preset_named",
    "preset_text",
    "presets",
    "read_mapping",
    "shipped_presets",
]


class Join(Part):
    """Another table of the same source, looked up by the column `by`; its columns become `name.column`.

    With `most`, several rows may match: the value that `most` has most often counts, then the one with the largest
    `newest`, then the smallest.
    """

    table: str
    by: str
    most: str | None = None
    newest: str | None = None


class Record(Part):
    """Records of one kind that each row makes; with `each`, one for every distinct value of those columns.

    `where` is a SQL condition: rows that do not meet it have no such record in them. With `once`, rows with the same
    id are one record, and of each column the first value that is there counts. `deleted` is a SQL condition that says
    that the record was deleted in its source.
    """

    kind: str
    columns: dict[str, Value]
    each: tuple[str, ...] = ()
    where: str | None = None
    once: bool = False
    deleted: str | None = None

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        kind_named(kind)
        return kind

    @field_validator("where", "deleted")
    @classmethod
    def _condition(cls, expression: str | None) -> str | None:
        if expression is not None:
            condition(expression)
        return expression

    @field_validator("columns", mode="before")
    @classmethod
    def _templates(cls, columns: Any) -> Any:
        if not isinstance(columns, dict):
            return columns
        return {name: {"value": item} if isinstance(item, str) else item for name, item in columns.items()}

    @model_validator(mode="after")
    def _complete(self) -> Record:
        missing = [name for name in kind_named(self.kind).required if name not in self.columns]
        if missing:
            raise ValueError(f"{self.kind} need {', '.join(missing)}")
        return self

    @property
    def used(self) -> set[str]:
        """The columns that the record is made of, those of looked-up tables included."""
        conditions = [condition(text).meta.root_names() for text in (self.where, self.deleted) if text]
        named = {name for value in self.columns.values() for name in value.columns}
        return named.union(self.each, *conditions) - {EACH, LINE_ID}


class LayoutMapping(Part):
    """What cannot be seen in a table itself; `separator: blanks` splits at any run of blanks.

    Lines before the one that `header` matches are notes. `otherwise` is the encoding of what is not in UTF-8.
    """

    separator: str | None = None
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    otherwise: str | None = None
    header: str | None = None


class Labels(Part):
    """A table that says what the columns of the other tables of its source are called: `name` -> `label`."""

    name: str
    label: str


class Sql(Part):
    """A query of a database, whose address is in the environment variable `url`."""

    url: str = Field(pattern=r"^[A-Za-z_]\w*$")
    query: str


class TableMapping(Part):
    """One table of a source: how it is recognised, what it is joined with, which records it makes."""

    headers: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Other names that a column has in files: `{Record ID: [记录 ID]}`."""
    without: tuple[str, ...] = ()
    """Columns that such a table does not have."""
    holds: dict[str, str] = Field(default_factory=dict)
    """Columns in which every row says this one word."""
    lines: str | None = None
    sql: Sql | None = None
    layout: LayoutMapping | None = None
    time_zone: str | None = None
    """The zone of times that name none, where it is not the configured one."""
    labels: Labels | None = None
    join: dict[str, Join] = Field(default_factory=dict)
    records: tuple[Record, ...] = ()
    keep_unknown: bool = False
    """Whether columns that no record uses become properties of the first."""
    omit: tuple[str, ...] = ()
    """Columns that are left out all the same."""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in available_timezones():
            raise ValueError(f"{zone!r} is not a time zone such as Asia/Shanghai")
        return zone

    @field_validator("lines")
    @classmethod
    def _pattern(cls, lines: str | None) -> str | None:
        if lines is not None:
            try:
                re.compile(lines)
            except re.error as error:
                raise ValueError(f"{lines!r} is no regular expression: {error}") from error
        return lines

    def reader_layout(self) -> Layout:
        layout = self.layout or LayoutMapping()
        return Layout(layout.separator, layout.columns, layout.encoding, layout.otherwise, layout.header)

    def find(self, names: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
        """Which of a table's columns goes by each of the mapping's names, by an alias too; without those it lacks."""
        present = {normal(column): column for column in reversed(list(columns))}
        found: dict[str, str] = {}
        for name in names:
            called = (normal(alias) for alias in (name, *self.aliases.get(name, ())))
            if column := next((present[alias] for alias in called if alias in present), None):
                found[name] = column
        return found


class Preset(Part):
    """The tables of one source; `about` says in a line what they are."""

    source: str
    about: str = ""
    tables: dict[str, TableMapping]


class Canonical(Part):
    """What a kind and its columns are called in files, and which words in a column mean the same."""

    called: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)

    def words(self, column: str) -> dict[str, str]:
        """For a column of words: each word that files use, and the one that is stored."""
        return {called: word for word, names in self.values.get(column, {}).items() for called in names}


def normal(name: str) -> str:
    """A header as it is compared: without case, blanks, punctuation, and differences of width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())


@cache
def canonical() -> dict[str, Canonical]:
    """The canonical names of each kind."""
    content = yaml.safe_load((files("ingest") / "presets" / "canonical.yaml").read_text(encoding="utf-8"))
    return {kind.name: Canonical.model_validate(content[kind.name]) for kind in KINDS}


def presets() -> dict[str, Preset]:
    """All presets by name: those under GUANXI_HOME/presets, which come first, and those that come with Guanxi.

    Raises UsageError for one of the user's own that is no mapping.
    """
    own = sorted((home() / "presets").glob("*.yaml"))
    return {path.stem: read_mapping(path) for path in own} | shipped_presets()


@cache
def shipped_presets() -> dict[str, Preset]:
    """The presets that come with Guanxi, by name."""
    found = {}
    for entry in sorted((files("ingest") / "presets").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml") and entry.name != "canonical.yaml":
            found[entry.name.removesuffix(".yaml")] = _parse(entry.read_text(encoding="utf-8"), entry.name)
    return found


def preset_named(name: str) -> Preset:
    """The preset called `name`. Raises NotFoundError that lists them all."""
    try:
        return presets()[name]
    except KeyError:
        raise NotFoundError(f"There is no preset {name!r}.", f"Presets: {', '.join(presets())}.") from None


def preset_text(name: str) -> str:
    """The preset called `name` as it is written. Raises NotFoundError that lists them all."""
    preset_named(name)
    return (files("ingest") / "presets" / f"{name}.yaml").read_text(encoding="utf-8")


def read_mapping(path: str | Path) -> Preset:
    """The mapping in a file of the user's own. Raises UsageError that names each fault."""
    try:
        return _parse(Path(path).read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as a mapping.", "A mapping is a YAML file.") from error


def _parse(content: str, name: str) -> Preset:
    try:
        return Preset.model_validate(yaml.safe_load(content))
    except yaml.YAMLError as error:
        raise UsageError(f"{name} is not YAML: {' '.join(str(error).split())}.") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{name} is not a mapping: {faults}.", "docs/importing.md shows one.") from error
