"""E-mail addresses in normal form."""

from __future__ import annotations

import polars as pl

from ingest.cleaning.text import width

__all__ = ["email", "reference"]

_IN_BRACKETS = r"<\s*([^<>\s]+@[^<>\s]+)\s*>"


def email(column: pl.Expr) -> pl.Expr:
    """In lower case, without `mailto:` and blanks."""
    return width(column).str.to_lowercase().str.replace(r"^mailto:", "").str.replace_all(r"\s", "")


def reference(column: pl.Expr) -> pl.Expr:
    """The id or e-mail address that names a record: `Name <a@b.c>` and capitals in an address do not matter."""
    bare = pl.coalesce(column.str.extract(_IN_BRACKETS), column)
    return pl.when(bare.str.contains("@", literal=True)).then(email(bare)).otherwise(width(bare))
