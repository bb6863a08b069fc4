"""Random columns: what numpy lacks for drawing many rows at once."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = [
    "Bools",
    "Floats",
    "Ints",
    "codes",
    "dates",
    "identifiers",
    "known_only",
    "pick",
    "split",
    "times",
    "weighted",
]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def pick(rng: np.random.Generator, choices: int, rows: int) -> Ints:
    """`rows` numbers below `choices`, each as likely as the others."""
    return rng.integers(0, choices, rows)


def weighted(rng: np.random.Generator, cumulated: Floats, low: Floats, high: Floats) -> Ints:
    """Draw a position for each pair of `low` and `high`, limits on the scale of `cumulated` (cumulated weights)."""
    drawn = low + rng.random(low.size) * (high - low)
    found: Ints = np.searchsorted(cumulated, drawn, side="right")
    return np.minimum(found, cumulated.size - 1)


def codes(rng: np.random.Generator, shares: Floats) -> Ints:
    """One code a row; `shares` is (rows, codes) and says how likely each code is in each row."""
    cumulated = shares.cumsum(axis=1)
    drawn = rng.random(len(shares))[:, None] * cumulated[:, -1:]
    chosen: Ints = (drawn >= cumulated).sum(axis=1)
    return chosen


def split(rng: np.random.Generator, total: int, weights: Floats, least: int = 0) -> Ints:
    """Split `total` over the weights, at random, each getting at least `least`."""
    return least + rng.multinomial(total - least * weights.size, weights / weights.sum())


def identifiers(prefix: str, first: int, numbers: Ints) -> pl.Series:
    """Record ids: `identifiers("A-", 1000, [0, 1])` is `A-1000`, `A-1001`."""
    return pl.Series(prefix, numbers + first).cast(pl.String).str.replace("^", prefix)


def known_only(values: pl.Series, known: Bools) -> pl.Series:
    """The values that are known; null for the others."""
    return values.zip_with(pl.Series(known), pl.Series([None], dtype=values.dtype).new_from_index(0, len(values)))


def dates(start: datetime, days: Ints) -> pl.Series:
    """Days counted from `start`, as `2025-03-05`."""
    return _moments(start, days * 86_400).dt.strftime("%Y-%m-%d")


def times(start: datetime, seconds: Ints) -> pl.Series:
    """Seconds counted from `start`, as `2025-03-05 14:20:00`."""
    return _moments(start, seconds).dt.strftime("%Y-%m-%d %H:%M:%S")


def _moments(start: datetime, seconds: Ints) -> pl.Series:
    return pl.Series("at", np.datetime64(start, "ms") + (seconds * 1000).astype("timedelta64[ms]"))
