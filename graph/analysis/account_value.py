"""The lifetime value of accounts, from their orders."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC

import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.lifetime_value import discounted_purchases, fit_bg_nbd, fit_gamma_gamma

__all__ = ["account_lifetime_value", "histories"]

_STEP = 4
"""Weeks between the moments at which the discount is applied."""


def histories(orders: pl.DataFrame, as_of: pl.Expr) -> pl.DataFrame:
    """What the models need of each customer's orders, in weeks: `id`, `frequency` (orders after the first), `recency`
    (from the first to the last), `age` (from the first to `as_of`, a day), `paid` (how many of the orders after the
    first were worth something) and `worth` (their mean amount)."""
    day = pl.col("at").dt.date()
    repeated = pl.col("amount").sort_by("at").slice(1)
    paid = repeated.filter(repeated > 0)
    return (
        orders.group_by(id="customer")
        .agg(
            frequency=(pl.len() - 1).cast(pl.Float64),
            recency=(day.max() - day.min()).dt.total_days() / 7,
            age=(as_of - day.min()).dt.total_days() / 7,
            paid=paid.len().cast(pl.Float64),
            worth=paid.mean().fill_null(0.0),
        )
        .sort("id")
    )


def account_lifetime_value(data: AccountData) -> Found:
    """What each account that has bought is expected to buy in the next `lifetime.ahead_weeks`, and what that is worth.

    Returns
    -------
    `id`, `p_alive` (0 to 1), `expected_purchases`, `order_worth` (what an order of it brings) and `lifetime_value`:
    the expected purchases, each discounted by when it is expected, times the worth of an order and
    `lifetime.margin`. The facts are the parameters of both models.

    Raises
    ------
    GuanxiError
        Where too few accounts bought more than once, or amounts cannot be added up.

    Notes
    -----
    Orders of a day are one. The discount is applied every four weeks.
    """
    config = data.settings.lifetime
    known = histories(data.orders, pl.lit(data.as_of.astimezone(UTC).date()))
    frequency, recency, age = (known[name].to_numpy() for name in ("frequency", "recency", "age"))
    paid, worth = known["paid"].to_numpy(), known["worth"].to_numpy()
    buying, paying = fit_bg_nbd(frequency, recency, age), fit_gamma_gamma(paid, worth)
    rate = (1 + config.yearly_discount) ** (_STEP / 52) - 1
    steps = config.ahead_weeks // _STEP
    order_worth = paying.mean_worth(paid, worth)
    ahead = discounted_purchases(buying, frequency, recency, age, ahead=steps, discount=rate, step=float(_STEP))
    rows = known.select(
        "id",
        p_alive=pl.Series(buying.alive(frequency, recency, age)),
        expected_purchases=pl.Series(buying.purchases(frequency, recency, age, float(config.ahead_weeks))),
        order_worth=pl.Series(order_worth),
        lifetime_value=pl.Series(ahead * order_worth * config.margin),
    )
    facts = {**asdict(buying), **asdict(paying), "customers": known.height, "came_back": int((frequency > 0).sum())}
    return Found(rows, facts)
