"""Words out of a few: yes and no, and enumerations with their synonyms."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingest.cleaning.text import width

__all__ = ["boolean", "word"]

_TRUE = ("true", "yes", "y", "1", "on", "t", "x", "是", "对", "有")
_FALSE = ("false", "no", "n", "0", "off", "f", "否", "不", "没有")


def boolean(column: pl.Expr) -> pl.Expr:
    """True or false, as words in English and Chinese, 1 and 0."""
    plain = width(column).str.to_lowercase()
    return pl.when(plain.is_in(_TRUE)).then(True).when(plain.is_in(_FALSE)).then(False)


def word(column: pl.Expr, synonyms: Mapping[str, str] | None = None) -> pl.Expr:
    """In lower case; a word among the `synonyms` becomes the one that it maps to."""
    plain = width(column).str.to_lowercase()
    return plain.replace(dict(synonyms)) if synonyms else plain
