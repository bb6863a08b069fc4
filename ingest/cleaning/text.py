"""Text as it should be: trimmed, of one width, without invisible characters."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from ingest.cleaning.cleaned import apply_rest, plain

__all__ = ["HAN", "INVISIBLE", "MISSING", "by_distinct", "folded", "text", "width"]

MISSING = ("", "null", "(null)", "<null>", "n/a", "#n/a", "nan", "\\n", "nil", "无", "空", "-", "--", "—")
"""What stands for nothing, in any case of letters."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as they are written inside the brackets of a regular expression."""

INVISIBLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
"""A control, invisible or bidirectional character, as a regular expression."""

_PERHAPS_ODD = rf"^(?i:{'|'.join(map(re.escape, MISSING))})$|^\s|\s$|[^ -~\p{{L}}\p{{N}}]"
"""Finds at least every text that is missing, or to be trimmed or freed of characters."""


def text(column: pl.Expr) -> pl.Expr:
    """Trimmed, without control, invisible and bidirectional characters; null where it stands for nothing."""
    return column.map_batches(_text, return_dtype=pl.String, is_elementwise=True)


def width(column: pl.Expr) -> pl.Expr:
    """Full-width letters, digits and signs as usual ones, composed accents (Unicode's NFKC)."""
    return column.map_batches(_width, return_dtype=pl.String, is_elementwise=True)


def folded(column: pl.Expr) -> pl.Expr:
    """For comparison only: one width, lower case, without accents."""
    plain = column.str.normalize("NFKD").str.replace_all(r"\p{Mn}", "").str.normalize("NFKC")
    return plain.str.to_lowercase()


def by_distinct(column: pl.Expr, convert: Callable[[str], str | None]) -> pl.Expr:
    """A conversion that takes one text at a time, called once for each distinct text."""

    def converted(cells: pl.Series) -> pl.Series:
        distinct = cells.drop_nulls().unique()
        if distinct.is_empty():
            return cells
        return cells.replace_strict(
            distinct, [convert(cell) for cell in distinct], return_dtype=pl.String, default=None
        )

    return column.map_batches(converted, return_dtype=pl.String, is_elementwise=True)


def _text(cells: pl.Series) -> pl.Series:
    return apply_rest(cells, cells.str.contains(_PERHAPS_ODD).fill_null(False), cells, lambda odd: plain(odd, _mended))


def _mended(column: pl.Expr) -> pl.Expr:
    trimmed = column.str.replace_all(INVISIBLE, "").str.strip_chars()
    return pl.when(trimmed.str.to_lowercase().is_in(MISSING)).then(None).otherwise(trimmed)


def _width(cells: pl.Series) -> pl.Series:
    ascii_only = (cells.str.len_bytes() == cells.str.len_chars()).all()
    return cells if ascii_only else cells.str.normalize("NFKC")
