"""Mappings: which columns of a table make which records. A preset is a mapping that comes with Guanxi.

A mapping is a YAML file: its `source` becomes the prefix and provenance of what it brings, its `tables` are recognised
by their `headers`, or where they have none by their `lines`. A value is a template such as `hubspot:{Record ID}`;
it is missing where one of its columns is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from guanxi.errors import NotFoundError, UsageError
from ingest import cleaning
from ingest.records import KINDS, Type, kind_named
from ingest.sources import Layout

__all__ = [
    "EACH",
    "LINE_ID",
    "Canonical",
    "Join",
    "Preset",
    "Record",
    "TableMapping",
    "Value",
    "canonical",
    "normal",
    "preset_named",
    "presets",
    "read_mapping",
]

EACH = "each"
"""In a template: the value at hand of the columns that `each` of a record lists."""
LINE_ID = "line id"
"""In a template: a text made of the row's place and content, for tables without ids."""

_FIELD = re.compile(r"\{([^{}]+)\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(_Part):
    """A value: a `column`, a template (`value`), or numbers computed by a SQL expression (`compute`)."""

    column: str | None = None
    value: str | None = None
    compute: str | None = None
    type: Type | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Value:
        if sum(way is not None for way in (self.column, self.value, self.compute)) != 1:
            raise ValueError("give one of column, value and compute")
        if self.compute is not None:
            try:
                pl.sql_expr(self.compute)
            except pl.exceptions.PolarsError as error:
                raise ValueError(f"cannot compute {self.compute!r}: {error}") from error
        return self

    @property
    def columns(self) -> list[str]:
        """The columns that the value is made of."""
        if self.compute is not None:
            return pl.sql_expr(self.compute).meta.root_names()
        return [self.column] if self.column is not None else _FIELD.findall(self.value or "")

    def expression(self) -> pl.Expr:
        """The value over a frame of cleaned text."""
        if self.column is not None:
            return pl.col(self.column)
        if self.compute is not None:
            return pl.struct(cleaning.number(pl.col(name)).alias(name) for name in self.columns).map_batches(
                self._compute, return_dtype=pl.Float64
            )
        parts = _FIELD.split(self.value or "")
        pieces = [pl.col(part) if position % 2 else pl.lit(part) for position, part in enumerate(parts)]
        return pl.concat_str(pieces)

    def _compute(self, numbers: pl.Series) -> pl.Series:
        return numbers.struct.unnest().select(pl.sql_expr(self.compute or "").cast(pl.Float64).alias("it"))["it"]


class Join(_Part):
    """Another table of the same source, looked up by the column `by`; its columns become `name.column`.

    With `most`, several rows may match: the value that `most` has most often counts, then the one with the largest
    `newest`, then the smallest.
    """

    table: str
    by: str
    most: str | None = None
    newest: str | None = None


class Record(_Part):
    """Records of one kind that each row makes; with `each`, one for every distinct value of those columns."""

    kind: str
    columns: dict[str, Value]
    each: tuple[str, ...] = ()

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        kind_named(kind)
        return kind

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


class LayoutMapping(_Part):
    """What cannot be seen in a table itself; `separator: blanks` splits at any run of blanks."""

    separator: str | None = None
    columns: tuple[str, ...] = ()
    encoding: str | None = None


class TableMapping(_Part):
    """One table of a source: how it is recognised, what it is joined with, which records it makes."""

    headers: tuple[str, ...] = ()
    lines: str | None = None
    layout: LayoutMapping | None = None
    join: dict[str, Join] = Field(default_factory=dict)
    records: tuple[Record, ...] = ()
    keep_unknown: bool = False
    """Whether columns that no record uses become properties of the first."""
    omit: tuple[str, ...] = ()
    """Columns that are left out all the same."""

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
        return Layout(layout.separator, layout.columns, layout.encoding)


class Preset(_Part):
    """The tables of one source."""

    source: str
    tables: dict[str, TableMapping]


class Canonical(_Part):
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


@cache
def presets() -> dict[str, Preset]:
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
