"""RFM: accounts by when, how often and for how much they buy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from graph.analysis.account_data import AccountData

__all__ = ["SEGMENTS", "account_rfm", "rfm"]

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


def rfm(orders: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """Recency, frequency and monetary value of each customer who has bought by `as_of`, scored 1 (low) to 5 (high).

    Parameters
    ----------
    orders
        A row for each order: `customer`, `at` (datetime, UTC) and `amount` (one currency).

    Returns
    -------
    Columns `customer`, `recency_days`, `orders`, `spent`, `recency`, `frequency`, `monetary` (scores) and `segment`,
    sorted by customer.

    Notes
    -----
    Scores are quintiles by mean rank, so equal customers score alike and no score depends on the order of rows. Where
    many are equal, quintiles are unequal in size: that is what the data says. Cost: O(n log n).

    References
    ----------
    Hughes: Strategic Database Marketing, 1994; the names are those in general use for pairs of scores.
    """
    by_customer = (
        orders.filter(pl.col("at") <= as_of)
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


def account_rfm(data: AccountData) -> pl.DataFrame:
    """`id`, `segment`, the scores `rfm_recency`, `rfm_frequency` and `rfm_monetary`, and what they rest on:
    `recency_days`, `orders`, `spent`. Raises CurrencyError."""
    return rfm(data.orders, data.as_of).rename(
        {
            "customer": "id",
            "recency": "rfm_recency",
            "frequency": "rfm_frequency",
            "monetary": "rfm_monetary",
        }
    )


def _quintile(value: pl.Expr) -> pl.Expr:
    twice = (value.rank("average") * 2).cast(pl.Int64)
    places = pl.len().cast(pl.Int64) * 2
    return (twice * 5 + places - 1) // places


def _segment() -> pl.Expr:
    names = {f"{r}{f}": name for name, (rs, fs) in SEGMENTS.items() for r in rs for f in fs}
    return pl.concat_str("recency", "frequency").replace_strict(names, return_dtype=pl.String)
