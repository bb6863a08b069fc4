"""Activity: which accounts are active, slipping or dormant."""

from __future__ import annotations

import polars as pl

from graph.analysis.account_data import AccountData

__all__ = ["ACTIVITIES", "account_activity"]

ACTIVITIES = ("active", "slipping", "dormant")
"""The words, the liveliest first."""


def account_activity(data: AccountData) -> pl.DataFrame:
    """`id`, `activity`, `last_dealt_at` (the last interaction or purchase) and `silent_days` since then.

    An account is `active` for `segments.active_days` after it was dealt with, `dormant` from `segments.dormant_days`
    on, and `slipping` in between. One that was never dealt with is dormant, without a last time.
    """
    config = data.settings.segments
    dealt = pl.concat([data.dealings.select("customer", "at"), data.purchases.select("customer", "at").drop_nulls()])
    last = dealt.group_by(id="customer").agg(last_dealt_at=pl.col("at").max())
    silent = (pl.lit(data.as_of) - pl.col("last_dealt_at")).dt.total_seconds() / 86_400
    word = (
        pl.when(pl.col("silent_days") <= config.active_days)
        .then(pl.lit("active"))
        .when(pl.col("silent_days") < config.dormant_days)
        .then(pl.lit("slipping"))
        .otherwise(pl.lit("dormant"))
    )
    return (
        data.customers.select("id")
        .join(last, on="id", how="left")
        .with_columns(silent_days=silent)
        .with_columns(activity=word)
        .sort("id")
    )
