"""Purchase intent: the chance that an account buys within the days ahead, and how good that forecast has been."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import numpy as np
import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.account_standing import links
from graph.analysis.account_value import histories
from graph.analysis.forecasts import auc, brier
from graph.analysis.lifetime_value import fit_bg_nbd
from guanxi.errors import GuanxiError

__all__ = ["account_intent", "chances", "hold_out"]


def chances(orders: pl.DataFrame, at: pl.Expr, ahead_weeks: float) -> pl.DataFrame:
    """The chance that each customer buys within `ahead_weeks` of `at` (a day): `id`, `intent` (0 to 1), `frequency`,
    `recency`, `age`; see `graph.analysis.lifetime_value.BgNbd.buys`. Raises GuanxiError where too few came back."""
    known = histories(orders, at)
    frequency, recency, age = (known[name].to_numpy() for name in ("frequency", "recency", "age"))
    intent = fit_bg_nbd(frequency, recency, age).buys(frequency, recency, age, ahead_weeks)
    return known.select("id", "frequency", "recency", "age", intent=pl.Series(intent))


def hold_out(orders: pl.DataFrame, data: AccountData, ahead_days: float) -> dict[str, Any]:
    """The forecast as it would have been `ahead_days` ago, beside who did buy since.

    Returns {"tested", "bought" (share), "forecast" (its mean), "auc", "brier", "brier_of_share"}: the Brier score of
    the forecast, and that of telling everybody the share who bought; {} where there was too little to tell by then.
    """
    then = data.as_of - timedelta(days=ahead_days)
    try:
        found = chances(orders.filter(pl.col("at") <= then), pl.lit(then.astimezone(UTC).date()), ahead_days / 7)
    except GuanxiError:
        return {}
    later = orders.filter(pl.col("at") > then)["customer"].unique()
    came, told = found["id"].is_in(later.implode()).to_numpy(), found["intent"].to_numpy()
    return {
        "tested": len(came),
        "bought": float(came.mean()),
        "forecast": float(told.mean()),
        "auc": auc(came, told),
        "brier": brier(came, told),
        "brier_of_share": brier(came, np.full(len(came), came.mean())),
    }


def account_intent(data: AccountData) -> Found:
    """`id`, `intent` (0 to 100: the chance that it buys within `recommend.ahead_days`; null where it never bought), and
    `intent_parts`: JSON with `orders` (days), `days_since` the last, `usual_gap` between them in days (null after one),
    and `linked_bought`: how many of the `linked` accounts bought in the last `recommend.ahead_days`. Facts are those of
    `hold_out`.

    Raises
    ------
    GuanxiError
        Where too few accounts bought more than once.
    """
    ahead = data.settings.recommend.ahead_days
    orders = data.purchases.drop_nulls("customer").select("customer", "at", amount=pl.lit(0.0))
    days = orders.with_columns(day=pl.col("at").dt.date()).unique(["customer", "day"]).drop("day")
    found = chances(days, pl.lit(data.as_of.astimezone(UTC).date()), ahead / 7)
    lately = days.filter(pl.col("at") > data.as_of - timedelta(days=ahead))["customer"].unique()
    linked = data.found(links).rows
    near = pl.concat([linked.select(id="a", other="b"), linked.select(id="b", other="a")])
    around = near.group_by("id").agg(linked=pl.len(), linked_bought=pl.col("other").is_in(lately.implode()).sum())
    told = found.join(around, on="id", how="left").with_columns(pl.col("linked", "linked_bought").fill_null(0))
    parts = pl.struct(
        orders=(pl.col("frequency") + 1).cast(pl.Int64),
        days_since=((pl.col("age") - pl.col("recency")) * 7).round(0),
        usual_gap=pl.when(pl.col("frequency") > 0).then((pl.col("recency") / pl.col("frequency") * 7).round(1)),
        linked="linked",
        linked_bought="linked_bought",
    )
    rows = told.select("id", intent=100.0 * pl.col("intent"), intent_parts=parts.struct.json_encode())
    return Found(rows, {"days": ahead, **hold_out(days, data, ahead)})
