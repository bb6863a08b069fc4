"""Lifecycle: where accounts stand in their life with us, and when that changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl

from graph.analysis.account_data import AccountData, Found
from guanxi.config import SegmentsConfig

__all__ = ["LIFECYCLE", "account_lifecycle", "changes", "stage_at", "transitions"]

LIFECYCLE = ("prospect", "new", "repeat", "loyal", "lost")
"""Where a customer may stand, in order."""


def changes(orders: pl.DataFrame, as_of: datetime, rules: SegmentsConfig) -> pl.DataFrame:
    """Every change of stage by `as_of`: columns `customer`, `at`, `stage`, sorted by customer and time.

    A customer is a prospect until its first order, `new` with it, `repeat` from `repeat_from` and `loyal` from
    `loyal_from` orders on. It is `lost` when it has not bought for `lost_days`, and for `lost_gaps` times its own mean
    gap between orders: who has a slow rhythm is lost later. One that was lost and orders again stands again where
    its number of orders puts it.

    Parameters
    ----------
    orders
        A row for each order: `customer` and `at` (datetime, UTC).
    """
    ordered = orders.filter(pl.col("at") <= as_of).sort("customer", "at").select("customer", "at")
    number = pl.int_range(1, pl.len() + 1).over("customer")
    first = pl.col("at").first().over("customer")
    mean_gap = (pl.col("at") - first).dt.total_seconds() / (number - 1)
    lost_after = timedelta(days=rules.lost_days).total_seconds()
    patience = pl.max_horizontal(lost_after, (mean_gap * rules.lost_gaps).fill_nan(0.0))
    bought = ordered.with_columns(
        stage=pl.when(number >= rules.loyal_from)
        .then(pl.lit("loyal"))
        .when(number >= rules.repeat_from)
        .then(pl.lit("repeat"))
        .otherwise(pl.lit("new")),
        lost_at=pl.col("at") + pl.duration(seconds=patience),
        next_at=pl.col("at").shift(-1).over("customer"),
    )
    lost = bought.filter(pl.col("lost_at") <= pl.min_horizontal(pl.col("next_at").fill_null(as_of), pl.lit(as_of)))
    events = pl.concat(
        [
            bought.select("customer", "at", "stage"),
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


def account_lifecycle(data: AccountData) -> Found:
    """`id`, `lifecycle` (the stage), `lifecycle_since` (none for a prospect without a date) and `lifecycle_changes`
    (every change of stage as JSON, the oldest first). The facts are the transitions of the last year."""
    changed = changes(data.order_days, data.as_of, data.settings.segments)
    stages = stage_at(changed, data.as_of).rename({"customer": "id", "stage": "lifecycle", "since": "lifecycle_since"})
    quoted = (pl.lit('{"at":"'), pl.col("at").dt.strftime("%Y-%m-%d"), pl.lit('","stage":"'), "stage", pl.lit('"}'))
    told = pl.concat_str(quoted)
    texts = changed.group_by(id="customer", maintain_order=True).agg(told.str.join(",").alias("told"))
    texts = texts.select("id", lifecycle_changes=pl.format("[{}]", "told"))
    rows = (
        data.customers.select("id", entered=pl.when(pl.col("created_at") <= data.as_of).then("created_at"))
        .join(stages, on="id", how="left")
        .join(texts, on="id", how="left")
        .with_columns(pl.col("lifecycle").fill_null(LIFECYCLE[0]))
        .with_columns(pl.coalesce("lifecycle_since", "entered").alias("lifecycle_since"))
        .drop("entered")
        .sort("id")
    )
    year_ago = data.as_of - timedelta(days=365)
    moved = transitions(changed, year_ago, data.as_of, data.customers["id"])
    return Found(rows, {"since": year_ago.isoformat(), "transitions": moved.to_dicts()})
