"""What cleaning a column gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

__all__ = ["Cleaned", "apply_rest", "nothing", "plain", "put", "shown"]

_SHOWN = 60


@dataclass(frozen=True)
class Cleaned:
    """A column of values; everything else is a series of the same length.

    `rules` names, for each cell that was changed as a person would want to know, the rules that did it, joined by
    `, `. `problems` says of a cell that could not be understood why. `doubtful` marks cells that were kept as they are,
    though they do not look right. `beside` holds further columns that were found in the cells.
    """

    values: pl.Series
    rules: pl.Series | None = None
    problems: pl.Series | None = None
    doubtful: pl.Series | None = None
    beside: dict[str, pl.Series] = field(default_factory=dict)


def nothing(cells: pl.Series) -> pl.Series:
    """Nulls as text, as many as there are cells."""
    return pl.repeat(None, cells.len(), dtype=pl.String, eager=True)


def plain(cells: pl.Series, convert: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """A conversion of columns, applied to cells."""
    return cells.to_frame("cell").select(convert(pl.col("cell"))).to_series()


def apply_rest(
    values: pl.Series, rest: pl.Series, cells: pl.Series, convert: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Replace the values where `rest` holds by what `convert` makes of those cells."""
    if not rest.any():
        return values
    places = rest.arg_true()
    return put(values, places, convert(cells.gather(places)))


def put(values: pl.Series, places: pl.Series, found: pl.Series) -> pl.Series:
    """The values with those at `places` replaced; polars' own scatter changes the series that it is given."""
    return values.clone().scatter(places, found)


def shown(cells: pl.Series, saying: str) -> pl.Series:
    """Each cell in quotes, cut to a readable length, and what is said of it."""
    return pl.select("'" + cells.str.slice(0, _SHOWN) + f"' {saying}").to_series()
