"""Values: how a column of a record is made out of the columns of a table, as a mapping says it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from ingest import cleaning
from ingest.cleaning.moments import unix_moment
from ingest.cleaning.text import by_distinct
from ingest.records import Type

__all__ = ["BY_NAME", "EACH", "FUNCTIONS", "LINE_ID", "PART", "Part", "Value", "condition"]

EACH = "each"
"""In a template: the value at hand of the columns that `each` of a record lists."""
LINE_ID = "line id"
"""In a template: a text made of the row's place and content, for tables without ids."""
PART = "part"
"""In the template `to` of a value that is split: the part at hand."""

BY_NAME = "name:"
"""How a reference by a name begins; the name is in the form in which names are compared."""

_FIELD = re.compile(r"\{([^{}|]+)((?:\|[^{}|]+)*)\}")
_WAYS = ("column", "value", "compute", "first", "join", "person", "split")
_SALESFORCE_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def _salesforce_id(identifier: str) -> str:
    """The 18 letters of an id of 15: three more say which of each five are capitals."""
    if len(identifier) != 15 or not identifier.isalnum():
        return identifier
    fives = (identifier[start : start + 5] for start in range(0, 15, 5))
    return identifier + "".join(
        _SALESFORCE_DIGITS[sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")]
        for five in fives
    )


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _is_email(column: pl.Expr) -> pl.Expr:
    return column.str.contains("@", literal=True)


def _named(core: pl.Expr) -> pl.Expr:
    """A reference by name, as `Known` understands it."""
    return pl.concat_str(pl.lit(BY_NAME), core)


def _china_date(column: pl.Expr) -> pl.Expr:
    """The day in China of a moment, in milliseconds since 1970 or as ISO 8601 in UTC; other text as it is."""
    stamp = pl.coalesce(
        unix_moment(column, per_second=1000),
        column.str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", time_unit="us", strict=False).dt.replace_time_zone("UTC"),
    )
    return pl.coalesce(stamp.dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%d"), column)


FUNCTIONS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "company": cleaning.company_core,
    "person": lambda column: (
        pl.when(_is_email(column)).then(cleaning.email(column)).otherwise(cleaning.person_core(column))
    ),
    "person by name": lambda column: (
        pl.when(_is_email(column)).then(column).otherwise(_named(cleaning.person_core(column)))
    ),
    "company by name": lambda column: _named(cleaning.company_core(column)),
    "email": cleaning.email,
    "lower": lambda column: column.str.to_lowercase(),
    "optional": lambda column: column.fill_null(""),
    "hash": lambda column: by_distinct(column, _hash),
    "salesforce id": lambda column: by_distinct(column, _salesforce_id),
    "china date": _china_date,
    "zoho id": lambda column: column.str.replace(r"^zcrm_", ""),
}
"""What a column in a template may go through: `{Id|salesforce id}`."""


class Part(BaseModel):
    """A part of a mapping: unknown words in it are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(Part):
    """One way to make a value, and what is done with it.

    column: a column as it is. value: a template. compute: numbers by a SQL expression. first: the first of several
    values that is there. join: several values with `by` between them (a blank), those that are missing left out.
    person: columns with given names, and last the one with the surname, in the order of their script. split: columns
    whose cells hold several values, separated by `by` (`;`), each put into the template `to`; `take` the first, the
    rest or all, `only` those where another list says a word at the same place.

    `words` maps words to others, whatever their case; `where` is a SQL condition without which there is no value.
    """

    column: str | None = None
    value: str | None = None
    compute: str | None = None
    first: tuple[Value, ...] = ()
    join: tuple[Value, ...] = ()
    person: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    by: str | None = None
    to: str = f"{{{PART}}}"
    take: Literal["all", "first", "rest"] = "all"
    only: dict[str, str] = {}
    words: dict[str, str] = {}
    where: str | None = None
    type: Type | None = None

    @field_validator("first", "join", mode="before")
    @classmethod
    def _values(cls, values: Any) -> Any:
        """Texts among the values are columns, those with braces templates."""
        if not isinstance(values, list):
            return values
        return [{"value" if "{" in v else "column": v} if isinstance(v, str) else v for v in values]

    @field_validator("split", mode="before")
    @classmethod
    def _columns(cls, columns: Any) -> Any:
        return [columns] if isinstance(columns, str) else columns

    @field_validator("compute", "where")
    @classmethod
    def _expression(cls, expression: str | None) -> str | None:
        if expression is not None:
            condition(expression)
        return expression

    @model_validator(mode="after")
    def _one_way(self) -> Value:
        if sum(getattr(self, way) not in (None, ()) for way in _WAYS) != 1:
            raise ValueError(f"give one of {', '.join(_WAYS)}")
        if len(self.only) > 1:
            raise ValueError("only has one column")
        unknown = [name for _, names in self._templates() for name in names if name not in FUNCTIONS]
        if unknown:
            raise ValueError(f"there is no function {unknown[0]!r}: {', '.join(FUNCTIONS)}")
        return self

    @property
    def columns(self) -> list[str]:
        """The columns that the value is made of."""
        named = [*self.person, *self.split, *self.only]
        if self.column is not None:
            named.append(self.column)
        if self.value is not None:
            named += [match[1] for match in _FIELD.finditer(self.value)]
        for expression in (self.compute, self.where):
            named += pl.sql_expr(expression).meta.root_names() if expression else []
        return list(dict.fromkeys([*named, *(name for part in (*self.first, *self.join) for name in part.columns)]))

    def expression(self) -> pl.Expr:
        """The value over a frame of cleaned text."""
        made = self._made()
        if self.words:
            words = {word.lower(): meant for word, meant in self.words.items()}
            made = pl.coalesce(made.str.to_lowercase().replace_strict(words, default=None), made)
        return made if self.where is None else pl.when(condition(self.where)).then(made)

    def _made(self) -> pl.Expr:
        if self.column is not None:
            return pl.col(self.column)
        if self.compute is not None:
            return pl.struct(cleaning.number(pl.col(name)).alias(name) for name in self.columns).map_batches(
                self._compute, return_dtype=pl.Float64
            )
        if self.value is not None:
            return _filled(self.value, pl.col)
        if self.first:
            return pl.coalesce(value.expression() for value in self.first)
        if self.join:
            return _joined([value.expression() for value in self.join], " " if self.by is None else self.by)
        if self.person:
            given = _joined([pl.col(name) for name in self.person[:-1]], " ")
            return cleaning.full_name(pl.col(self.person[-1]), given)
        return self._parts()

    def _compute(self, numbers: pl.Series) -> pl.Series:
        return numbers.struct.unnest().select(pl.sql_expr(self.compute or "").cast(pl.Float64).alias("it"))["it"]

    def _parts(self) -> pl.Expr:
        by = self.by or ";"
        cells = self._chosen(by) if self.only else _joined([pl.col(name) for name in self.split], by)
        parts = cells.str.split(by).list.eval(cleaning.text(pl.element()).drop_nulls().unique(maintain_order=True))
        if self.take == "rest":
            parts = parts.list.slice(1)
        elif self.take == "first":
            parts = parts.list.head(1)
        made = parts.list.eval(_filled(self.to, lambda _: pl.element())).list.join(";")
        return pl.when(made != "").then(made)

    def _chosen(self, by: str) -> pl.Expr:
        """The parts of a column beside which the other list says the word, still joined."""
        [(beside, word)] = self.only.items()

        def choose(pairs: pl.Series) -> pl.Series:
            lists = ((a.split(by), b.split(by)) if a and b else ((), ()) for a, b in pairs.struct.unnest().iter_rows())
            return pl.Series([by.join(p for p, w in zip(*both, strict=False) if w == word) for both in lists])

        return pl.struct(self.split[0], beside).map_batches(choose, return_dtype=pl.String)

    def _templates(self) -> Iterator[tuple[str, list[str]]]:
        for template in (self.value or "", self.to):
            for match in _FIELD.finditer(template):
                yield match[1], match[2].split("|")[1:]


def condition(expression: str) -> pl.Expr:
    """A SQL expression over columns of text. Raises ValueError where it is none."""
    try:
        return pl.sql_expr(expression)
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"cannot compute {expression!r}: {error}") from error


def _filled(template: str, column: Callable[[str], pl.Expr]) -> pl.Expr:
    pieces: list[pl.Expr] = []
    end = 0
    for match in _FIELD.finditer(template):
        pieces.append(pl.lit(template[end : match.start()]))
        field = column(match[1])
        for name in match[2].split("|")[1:]:
            field = FUNCTIONS[name](field)
        pieces.append(field)
        end = match.end()
    return pl.concat_str([*pieces, pl.lit(template[end:])])


def _joined(values: list[pl.Expr], by: str) -> pl.Expr:
    made = pl.concat_str(values, separator=by, ignore_nulls=True)
    return pl.when(made != "").then(made)
