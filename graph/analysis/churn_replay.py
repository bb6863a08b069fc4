"""Churn risk put to the test: what would have been said at earlier moments, beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from graph.analysis.account_history import DAY, History
from graph.analysis.churn import risk
from graph.analysis.signals import signals
from guanxi.config import ChurnConfig, CoverageConfig

__all__ = ["Warned", "replay", "warned"]


@dataclass(frozen=True)
class Warned:
    """How good warnings were.

    `left` accounts fell silent; `in_time` of them had been warned of; `false_alarms` are other accounts of which
    somebody was warned, and `false_warnings` all warnings of those, of `judgements` of accounts that stayed.
    """

    left: int
    in_time: int
    false_alarms: int
    false_warnings: int
    judgements: int

    @property
    def recall(self) -> float:
        """The share of those that fell silent of which was warned in time."""
        return self.in_time / self.left if self.left else float("nan")

    @property
    def precision(self) -> float:
        """The share of accounts warned of, in time or falsely, that did fall silent."""
        flagged = self.in_time + self.false_alarms
        return self.in_time / flagged if flagged else float("nan")

    def __add__(self, other: Warned) -> Warned:
        return Warned(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def replay(history: History, moments: Sequence[float], config: ChurnConfig, coverage: CoverageConfig) -> pl.DataFrame:
    """The risk of every account at each moment, from what was known then: `at`, `id`, `churn`, `churn_state`."""
    return pl.concat(
        [
            risk(signals(history, at, config, coverage), config).select(
                pl.lit(at).alias("at"), "id", "churn", "churn_state"
            )
            for at in moments
        ]
    )


def warned(
    replayed: pl.DataFrame, left: pl.DataFrame, threshold: float, *, earliest: float = 180.0, latest: float = 30.0
) -> Warned:
    """How many accounts that fell silent were warned of in time, and how often that was said of others.

    Parameters
    ----------
    replayed
        As `replay` gives it.
    left
        `customer`, `at`: who fell silent, and the day from which nobody deals with them (seconds since 1970).
    threshold
        Risk from which somebody is warned.
    earliest, latest
        A warning is in time from `earliest` to `latest` days before that day.
    """
    known = replayed.join(left.select(id="customer", silent="at"), on="id", how="left")
    lead = (pl.col("silent") - pl.col("at")) / DAY
    flagged = known.filter(pl.col("churn") >= threshold)
    stayed = flagged.filter(pl.col("silent").is_null())
    return Warned(
        left=left["customer"].n_unique(),
        in_time=flagged.filter(lead.is_between(latest, earliest))["id"].n_unique(),
        false_alarms=stayed["id"].n_unique(),
        false_warnings=stayed.height,
        judgements=known.filter(pl.col("silent").is_null() & pl.col("churn").is_not_null()).height,
    )
