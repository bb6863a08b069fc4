"""What is wrong in every real export, planted in known numbers."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl

__all__ = ["Dirt"]

_RATES = {"duplicates": 0.002, "missing_key": 0.0007, "bad_date": 0.0006, "dangling": 0.0008}
_IMPOSSIBLE = ("2025-02-30 10:00:00", "2026-13-01", "31/11/2025", "soon", "0000-00-00")


class Dirt:
    """Plants dirt in frames of text. `counts` says how much of each: `counts["interactions", "bad_date"]`.

    duplicates: rows that are there twice; missing_key and bad_date: copies that must be quarantined;
    dangling: references to records that are in no file; blanks, null_words, spacing, date_styles: cells.
    """

    def __init__(self, seed: int) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self._rng = np.random.default_rng([seed, 10])
        self._rows: Counter[str] = Counter()
        self._strangers = 0

    def plant(
        self,
        kind: str,
        frame: pl.DataFrame,
        *,
        optional: tuple[str, ...] = (),
        date: str | None = None,
        dangling: str | None = None,
    ) -> pl.DataFrame:
        """`frame` with dirt; `optional` columns may be spoiled freely, `date` is a required one, `dangling` a
        reference that may name nobody. The first column is the key."""
        clean = frame.select(pl.all().cast(pl.String).fill_null(""))
        self._rows[kind] += clean.height
        if dangling:
            clean = self._dangle(kind, clean, dangling)
        for column in optional:
            clean = self._spoil_cells(kind, clean, column)
        if date:
            clean = self._restyle(kind, clean, date)
        key = clean.columns[0]
        added = [self._copies(kind, "missing_key", clean).with_columns(pl.lit("").alias(key))]
        if date:
            bad = self._copies(kind, "bad_date", clean)
            texts = pl.Series(date, _IMPOSSIBLE)[self._rng.integers(0, len(_IMPOSSIBLE), bad.height)]
            added.append(bad.with_columns(texts))
        return pl.concat([clean, self._copies(kind, "duplicates", clean), *added])

    def _due(self, kind: str, what: str) -> int:
        """How many more of `what` there should be by now; the first as soon as there are rows."""
        due = max(1, int(self._rows[kind] * _RATES[what])) - self.counts[kind, what]
        self.counts[kind, what] += due
        return due

    def _copies(self, kind: str, what: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame[self._rng.integers(0, frame.height, self._due(kind, what))]

    def _dangle(self, kind: str, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        due = self._due(kind, "dangling")
        rows = self._rng.choice(frame.height, due, replace=False)
        strangers = [f"C-{9_000_001 + self._strangers + number}" for number in range(due)]
        self._strangers += due
        return frame.with_columns(frame[column].scatter(rows.tolist(), strangers))

    def _spoil_cells(self, kind: str, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        drawn, filled = self._rng.random(frame.height), (frame[column] != "").to_numpy()
        spoiled = {
            "blanks": (drawn < 0.02) & filled,
            "null_words": (drawn >= 0.02) & (drawn < 0.026) & filled,
            "spacing": (drawn >= 0.026) & (drawn < 0.04) & filled,
        }
        self.counts.update({(kind, what): int(where.sum()) for what, where in spoiled.items()})
        blank, null, spacing = (pl.Series(where) for where in spoiled.values())
        return frame.with_columns(
            pl.when(blank).then(pl.lit(""))
            .when(null).then(pl.lit("NULL"))
            .when(spacing).then(pl.format("  {} ", column))
            .otherwise(column).alias(column)
        )  # fmt: skip

    def _restyle(self, kind: str, frame: pl.DataFrame, column: str) -> pl.DataFrame:
        """Some dates as other programs write them: 2025/03/05 14:20, 2025年03月05日 14:20."""
        drawn = self._rng.random(frame.height)
        slashes, chinese = pl.Series(drawn < 0.02), pl.Series((drawn >= 0.02) & (drawn < 0.03))
        self.counts[kind, "date_styles"] += int((drawn < 0.03).sum())
        day, clock = pl.col(column).str.head(10), pl.col(column).str.slice(10, 6)
        return frame.with_columns(
            pl.when(slashes).then(day.str.replace_all("-", "/") + clock)
            .when(chinese).then(day.str.replace("-", "年").str.replace("-", "月") + "日" + clock)
            .otherwise(column).alias(column)
        )  # fmt: skip
