"""A column of text as a column of the type that it is declared to have."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingest.cleaning.companies import company_name
from ingest.cleaning.emails import email
from ingest.cleaning.moments import date, moment, unix_moment
from ingest.cleaning.names import person_name
from ingest.cleaning.numbers import number
from ingest.cleaning.text import width
from ingest.cleaning.words import boolean, word
from ingest.records import Type

__all__ = ["typed"]


def typed(column: pl.Expr, kind: Type, zone: str, words: Mapping[str, str] | None = None) -> pl.Expr:
    """A trimmed text column as a column of type `kind`; `words` maps words to the ones that are stored."""
    if kind in ("number", "money"):
        return number(column)
    if kind == "boolean":
        return boolean(column)
    if kind == "date":
        return date(column)
    if kind == "datetime":
        return moment(column, zone)
    if kind == "unix seconds":
        return unix_moment(column)
    if kind == "unix milliseconds":
        return unix_moment(column, per_second=1000)
    if kind == "email":
        return email(column)
    if kind == "id":
        return width(column)
    if kind == "word":
        return word(column, words)
    if kind == "person name":
        return person_name(column)
    if kind == "company name":
        return company_name(column)
    return column
