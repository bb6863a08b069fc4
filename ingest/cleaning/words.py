"""Words out of a few: yes and no, and enumerations with their synonyms."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingest.cleaning.cleaned import Cleaned, apply_rest, nothing, plain, shown
from ingest.cleaning.text import width

__all__ = ["boolean", "clean_boolean", "clean_word", "word"]

_TRUE = ("true", "yes", "y", "1", "on", "t", "x", "是", "对", "有")
_FALSE = ("false", "no", "n", "0", "off", "f", "否", "不", "没有")


def clean_boolean(cells: pl.Series) -> Cleaned:
    """True or false; anything else is a problem."""
    values = plain(cells, boolean)
    wrong = cells.is_not_null() & values.is_null()
    return Cleaned(values, problems=apply_rest(nothing(cells), wrong, cells, lambda c: shown(c, "is not yes or no")))


def clean_word(cells: pl.Series, synonyms: Mapping[str, str]) -> Cleaned:
    """Words as `word` gives them; where there are `synonyms`, others than those that they stand for are doubtful."""
    distinct = cells.drop_nulls().unique()
    found = plain(distinct, lambda column: word(column, synonyms))
    case = found == plain(distinct, lambda column: width(column).str.to_lowercase())
    rule = pl.when(case).then(pl.lit("case")).otherwise(pl.lit("synonym"))
    rules = pl.select(pl.when(found != distinct).then(rule)).to_series()
    unknown = ~found.is_in(sorted(set(synonyms.values()))) if synonyms else pl.repeat(False, found.len(), eager=True)

    def of_cells(results: pl.Series, dtype: type[pl.DataType]) -> pl.Series:
        return cells.replace_strict(distinct, results, default=None, return_dtype=dtype)

    return Cleaned(
        of_cells(found, pl.String), of_cells(rules, pl.String), doubtful=of_cells(unknown, pl.Boolean).fill_null(False)
    )


def boolean(column: pl.Expr) -> pl.Expr:
    """True or false, as words in English and Chinese, 1 and 0."""
    plain_word = width(column).str.to_lowercase()
    return pl.when(plain_word.is_in(_TRUE)).then(True).when(plain_word.is_in(_FALSE)).then(False)


def word(column: pl.Expr, synonyms: Mapping[str, str]) -> pl.Expr:
    """In lower case; a word among the `synonyms` becomes the one that it maps to."""
    return width(column).str.to_lowercase().replace(dict(synonyms))
