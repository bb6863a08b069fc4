"""Numbers, however thousands and decimals are separated."""

from __future__ import annotations

import polars as pl

from ingest.cleaning.cleaned import Cleaned, apply_rest, nothing, plain, shown
from ingest.cleaning.text import width

__all__ = ["clean_number", "number"]

_CURRENCY = r"(?i)^(?:CNY|RMB|USD|EUR|GBP|JPY|US\$|[¥€£$])\s*|\s*(?:CNY|RMB|USD|EUR|GBP|JPY|[¥€£$元])$"


def clean_number(cells: pl.Series) -> Cleaned:
    """Numbers as `number` gives them."""
    values = plain(cells, lambda column: column.cast(pl.Float64, strict=False))
    rest = cells.is_not_null() & ~values.is_finite().fill_null(False)
    if not rest.any():
        return Cleaned(values)
    values = apply_rest(values, rest, cells, lambda odd: plain(odd, number))
    rules = pl.select(pl.when(rest & values.is_not_null()).then(pl.lit("number format"))).to_series()
    wrong = rest & values.is_null()
    problems = apply_rest(nothing(cells), wrong, cells, lambda bad: shown(bad, "is not a number"))
    return Cleaned(values, rules, problems)


def number(column: pl.Expr) -> pl.Expr:
    """A finite number. Full-width digits, currency signs and separators of thousands are understood.

    With both a comma and a point, the later one is the decimal sign; a lone comma before three digits separates
    thousands, else it is the decimal sign.
    """
    plain = width(column).str.replace_all(_CURRENCY, "").str.replace_all(r"[\s'’]", "")
    european = plain.str.contains(r"^[+-]?\d{1,3}(?:\.\d{3})*,\d+$") & ~plain.str.contains(r"^[+-]?\d{1,3},\d{3}$")
    point = pl.when(european).then(plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
    american = plain.str.replace(r"^([+-]?\d+),(\d{1,2}|\d{4,})$", "${1}.${2}")
    american = (
        pl.when(american.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"))
        .then(american.str.replace_all(",", "", literal=True))
        .otherwise(american)
    )
    value = point.otherwise(american).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)
