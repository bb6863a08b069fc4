"""Value tiers: accounts of high value (高价值), with potential (潜力), and all others (一般)."""

from __future__ import annotations

from datetime import timedelta
from math import inf

import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.money import in_one_currency

__all__ = ["TIERS", "account_tier", "tiers"]

TIERS = ("high", "potential", "general")
"""The tiers, the most valuable first."""


def tiers(worth: pl.DataFrame, high_share: float, potential_share: float) -> Found:
    """The tier of each account by what it spent lately and what its open deals may bring.

    An account is `high` when it spent at least as much as the top `high_share` of those who spent anything, at least.
    It has `potential` when it spent as much as the top `potential_share`, or when that and its open deals together
    reach what makes an account `high`. All others are `general`.

    Parameters
    ----------
    worth
        Columns `id`, `spent` and `open` (amounts in one currency, 0 for none).

    Returns
    -------
    `id`, `tier`, `tier_spent`, `tier_open`; the facts are the two amounts that make a tier, and how many have spent.

    Notes
    -----
    Who spent the same is in the same tier: a tier may hold more than its share, never less. Where nobody has spent
    anything, nobody is high.
    """
    spent = worth.filter(pl.col("spent") > 0)["spent"].sort(descending=True)
    high, potential = (_least_of(spent, share) for share in (high_share, potential_share))
    tier = (
        pl.when((pl.col("spent") > 0) & (pl.col("spent") >= high))
        .then(pl.lit("high"))
        .when(((pl.col("spent") > 0) & (pl.col("spent") >= potential)) | (pl.col("spent") + pl.col("open") >= high))
        .then(pl.lit("potential"))
        .otherwise(pl.lit("general"))
    )
    rows = worth.select("id", tier=tier, tier_spent="spent", tier_open="open")
    told = {"high_from": high, "potential_from": potential} if len(spent) else {}
    return Found(rows, {**told, "buyers": len(spent)})


def account_tier(data: AccountData) -> Found:
    """`id`, `tier`, `tier_spent` (in the last `segments.value_days`) and `tier_open` (open deals, each by its
    probability where it has one). Raises CurrencyError."""
    config = data.settings.segments
    since = data.as_of - timedelta(days=config.value_days)
    bought = data.purchases.filter(pl.col("at") > since).select("customer", "amount", "currency", open=pl.lit(False))
    likely = pl.col("amount") * pl.col("probability").fill_null(100.0) / 100
    deals = data.deals.filter(pl.col("status") == "open", pl.col("amount") > 0)
    offered = deals.select("customer", amount=likely, currency="currency", open=pl.lit(True))
    amounts = in_one_currency(pl.concat([bought, offered]), "amount", data.settings.money)
    total = pl.col("amount").fill_null(0.0)
    sums = amounts.group_by(id="customer").agg(
        spent=total.filter(~pl.col("open")).sum(), open=total.filter(pl.col("open")).sum()
    )
    worth = (
        data.customers.select("id").join(sums, on="id", how="left").with_columns(pl.col("spent", "open").fill_null(0.0))
    )
    return tiers(worth.sort("id"), config.high_share, config.potential_share)


def _least_of(spent: pl.Series, share: float) -> float:
    """What the last of the top `share` spent; more than anything where nobody spent."""
    if spent.is_empty():
        return inf
    return float(spent[max(round(len(spent) * share), 1) - 1])
