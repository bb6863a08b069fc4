"""Which records can be loaded: typed columns, and for each record that cannot be loaded, why."""

from __future__ import annotations

import polars as pl

from ingest import cleaning
from ingest.mapping import Record, canonical
from ingest.records import Column, Type, kind_named

__all__ = ["check", "doubtful_emails"]

_NOT = {
    "number": "is not a number",
    "boolean": "is not yes or no",
    "date": "is not a date",
    "datetime": "is not a date or time",
    "unix seconds": "is not a time in seconds since 1970",
    "unix milliseconds": "is not a time in milliseconds since 1970",
    "money": "is not an amount of money",
}
_SHOWN = 60
_LONGEST_KEY = 1000
_KEYS = ("id", "email", "reference")
_Problem = tuple[str | None, pl.Expr, pl.Expr]
"""The column it concerns, whether a record has it, and how it is told."""
_LIKE_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


def check(frame: pl.DataFrame, record: Record, zone: str) -> pl.DataFrame:
    """Records as text to records as values, with `_problem` and the `_column` that it concerns, null where all is well.

    References to several records become lists.
    """
    kind = kind_named(record.kind)
    problems: list[_Problem] = [(None, pl.col("_problem").is_not_null(), pl.col("_problem"))]
    values: list[pl.Expr] = []
    for name in record.columns:
        column = kind.column(name) or Column(name)
        as_type = record.columns[name].type or column.type
        value = _value(frame, column, as_type, record.kind, zone)
        values.append(value.alias(name))
        problems += _problems(frame, column, as_type, value)
    reason = pl.coalesce(pl.when(bad).then(text) for _, bad, text in problems)
    concerned = pl.coalesce(pl.when(bad).then(pl.lit(name, pl.String)) for name, bad, _ in problems)
    return frame.with_columns(*values, reason.alias("_problem"), concerned.alias("_column"))


def doubtful_emails(frame: pl.DataFrame) -> int:
    """How many e-mail addresses do not look like one; they are kept as they are."""
    if "email" not in frame.columns:
        return 0
    return frame.select((~pl.col("email").str.contains(_LIKE_EMAIL)).sum()).item() or 0


def _value(frame: pl.DataFrame, column: Column, kind: Type, record_kind: str, zone: str) -> pl.Expr:
    raw = pl.col(column.name)
    if frame.schema[column.name] != pl.String:
        return raw
    if kind != "reference":
        words = canonical()[record_kind].words(column.name) if kind == "word" else None
        return cleaning.typed(raw, kind, zone, words)
    if not column.many:
        return cleaning.reference(raw)
    parts = raw.str.replace_all("；", ";", literal=True).str.split(";")
    return parts.list.eval(cleaning.reference(cleaning.text(pl.element())).drop_nulls().unique(maintain_order=True))


def _problems(frame: pl.DataFrame, column: Column, kind: Type, value: pl.Expr) -> list[_Problem]:
    raw = pl.col(column.name)
    found: list[_Problem] = []
    if column.required:
        missing = value.list.len() == 0 if column.many else pl.lit(False)
        found.append((column.name, raw.is_null() | missing, pl.lit(f"{column.name} is missing")))
    if kind in _NOT and frame.schema[column.name] == pl.String:
        shown = pl.concat_str(pl.lit("'"), raw.str.slice(0, _SHOWN), pl.lit(f"' {_NOT[kind]}"))
        found.append((column.name, raw.is_not_null() & value.is_null(), shown))
    if kind in _KEYS:
        length = value.list.eval(pl.element().str.len_chars()).list.max() if column.many else value.str.len_chars()
        found.append((column.name, length > _LONGEST_KEY, pl.lit(f"is longer than {_LONGEST_KEY} characters")))
    return found
