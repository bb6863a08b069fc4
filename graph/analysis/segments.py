"""Segments: customers by when, how often and for how much they buy (RFM), and where they stand in their life.

Everything here is columns in, columns out: `purchases` has a row for each order, with `customer`, `at` (datetime, UTC)
and `amount` (one currency).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

__all__ = ["LIFECYCLE", "SEGMENTS", "Lifecycle", "changes", "rfm", "stage_at", "transitions"]

SEGMENTS: Mapping[str, tuple[range, range]] = {
    "champions": (range(5, 6), range(4, 6)),
    "loyal": (range(3, 5), range(4, 6)),
    "potential loyalists": (range(4, 6), range(2, 4)),
    "new": (range(5, 6), range(1, 2)),
    "promising": (range(4, 5), range(1, 2)),
    "need attention": (range(3, 4), range(3, 4)),
    "about to sleep": (range(3, 4), range(1, 3)),
    "cannot lose": (range(1, 3), range(5, 6)),
    "at risk": (range(1, 3), range(3, 5)),
    "hibernating": (range(1, 3), range(1, 3)),
}
"""The ten usual names: which recency and which frequency scores each stands for. Every pair of scores has one."""

LIFECYCLE = ("prospect", "new", "repeat", "loyal", "lost")
"""Where a customer may stand, in order."""


@dataclass(frozen=True)
class Lifecycle:
    """The rules: orders from which a customer is `repeat` and `loyal`, and the time without one that makes it `lost`.

    A customer with a slow rhythm is lost later: after `lost_after_gaps` times its own mean gap between orders.
    """

    repeat_from: int = 2
    loyal_from: int = 4
    lost_after: timedelta = timedelta(days=365)
    lost_after_gaps: float = 3.0


def rfm(purchases: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Recency, frequency and monetary value of each customer who has bought by `as_of`, scored 1 (low) to 5 (high).

    Returns
    -------
    Columns `customer`, `recency_days`, `orders`, `spent`, `recency`, `frequency`, `monetary` (scores) and `segment`,
    sorted by customer.

    Notes
    -----
    Scores are quintiles by mean rank, so equal customers score alike and no score depends on the order of rows. Where
    many are equal, quintiles are unequal in size: that is what the data says.

    References
    ----------
    Hughes: Strategic Database Marketing, 1994; the names are those in general use for pairs of scores.
    """
    by_customer = (
        purchases.filter(pl.col("at") <= as_of)
        .group_by("customer")
        .agg(
            recency_days=(pl.lit(as_of) - pl.col("at").max()).dt.total_seconds() / 86_400,
            orders=pl.len(),
            spent=pl.col("amount").sum(),
        )
        .sort("customer")
    )
    scored = by_customer.with_columns(
        recency=_quintile(-pl.col("recency_days")),
        frequency=_quintile(pl.col("orders")),
        monetary=_quintile(pl.col("spent")),
    )
    return scored.with_columns(segment=_segment())


def changes(purchases: pl.DataFrame, as_of: datetime, rules: Lifecycle) -> pl.DataFrame:
    """Every change of stage by `as_of`: columns `customer`, `at`, `stage`, sorted by customer and time.

    A customer is a prospect until its first order. One that was lost and orders again stands again where its number
    of orders puts it.
    """
    ordered = purchases.filter(pl.col("at") <= as_of).sort("customer", "at").select("customer", "at")
    number = pl.int_range(1, pl.len() + 1).over("customer")
    first = pl.col("at").first().over("customer")
    mean_gap = (pl.col("at") - first).dt.total_seconds() / (number - 1)
    patience = pl.max_horizontal(rules.lost_after.total_seconds(), (mean_gap * rules.lost_after_gaps).fill_nan(0.0))
    orders = ordered.with_columns(
        stage=pl.when(number >= rules.loyal_from)
        .then(pl.lit("loyal"))
        .when(number >= rules.repeat_from)
        .then(pl.lit("repeat"))
        .otherwise(pl.lit("new")),
        lost_at=pl.col("at") + pl.duration(seconds=patience),
        next_at=pl.col("at").shift(-1).over("customer"),
    )
    lost = orders.filter(pl.col("lost_at") <= pl.min_horizontal(pl.col("next_at").fill_null(as_of), pl.lit(as_of)))
    events = pl.concat(
        [
            orders.select("customer", "at", "stage"),
            lost.select("customer", at=pl.col("lost_at"), stage=pl.lit("lost")),
        ]
    ).sort("customer", "at", maintain_order=True)
    before = pl.col("stage").shift(1).over("customer")
    return events.filter(before.is_null() | (pl.col("stage") != before))


def stage_at(changed: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """The stage of each customer at a moment: columns `customer`, `stage`, `since`; prospects are not listed."""
    return (
        changed.filter(pl.col("at") <= at)
        .group_by("customer")
        .agg(stage=pl.col("stage").last(), since=pl.col("at").last())
        .sort("customer")
    )


def transitions(changed: pl.DataFrame, start: datetime, end: datetime, customers: pl.Series) -> pl.DataFrame:
    """How many went from each stage at `start` to each stage at `end`: columns `before`, `after`, `customers`.

    `customers` are all there are, prospects too. Every pair of stages has a row; the counts sum to their number.
    """
    everybody = pl.DataFrame({"customer": customers.unique()})
    moved = everybody
    for name, moment in (("before", start), ("after", end)):
        stages = stage_at(changed, moment).select("customer", pl.col("stage").alias(name))
        moved = moved.join(stages, on="customer", how="left").with_columns(pl.col(name).fill_null("prospect"))
    counted = moved.group_by("before", "after").agg(customers=pl.len())
    pairs = pl.DataFrame({"before": LIFECYCLE}).join(pl.DataFrame({"after": LIFECYCLE}), how="cross")
    return pairs.join(counted, on=["before", "after"], how="left", maintain_order="left").with_columns(
        pl.col("customers").fill_null(0)
    )


def _quintile(value: pl.Expr) -> pl.Expr:
    twice = (value.rank("average") * 2).cast(pl.Int64)
    places = pl.len().cast(pl.Int64) * 2
    return (twice * 5 + places - 1) // places


def _segment() -> pl.Expr:
    names = {f"{r}{f}": name for name, (rs, fs) in SEGMENTS.items() for r in rs for f in fs}
    return pl.concat_str("recency", "frequency").replace_strict(names, return_dtype=pl.String)
