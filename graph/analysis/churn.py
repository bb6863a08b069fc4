"""Churn risk, 0 to 100, with its reasons: the signals that an account may leave, weighed and joined.

The signals are joined as independent warnings are: each leaves a share of the account's safety,

    risk = 100 * (1 - product over signals of (1 - w * s) ^ (1 + boost * nearness))

with s from 0 to 1 (`graph.analysis.signals`), weights w of `churn.weights`, and the nearness of a contract's end, 0 to
1: the same signals mean more before it, and without any of them it means nothing.
"""

from __future__ import annotations

import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.account_history import history
from graph.analysis.signals import SIGNALS, signals
from guanxi.config import ChurnConfig

__all__ = ["STATES", "account_churn", "risk"]

STATES = ("at risk", "watch", "steady", "gone", "new")
"""Where an account stands: `gone` after `churn.gone_days` of silence, `new` with fewer than `churn.fewest` dealings."""

_FACTS = {
    "contact": ("contact_seen", "contact_expected", "contact_days"),
    "purchases": ("purchases_seen", "purchases_expected", "purchases_days"),
    "alive": ("alive_chance",),
    "sentiment": ("sentiment_now", "sentiment_before", "feedback_now", "feedback_before"),
    "champion": ("champion_person", "champion_days"),
    "neighbours": ("neighbours_left", "neighbours_linked"),
    "contract": ("contract_days",),
}


def account_churn(data: AccountData) -> Found:
    """The risk of each account at the moment of the data, as `risk` tells it. Facts: how many are in which state."""
    config = data.settings
    rows = risk(signals(history(data), data.as_of.timestamp(), config.churn, config.coverage), config.churn)
    states = dict(rows["churn_state"].value_counts().sort("churn_state").iter_rows())
    return Found(rows, {"states": states})


def risk(seen: pl.DataFrame, config: ChurnConfig) -> pl.DataFrame:
    """The risk of each account and the reasons for it.

    Parameters
    ----------
    seen
        The signals, as `graph.analysis.signals.signals` gives them.

    Returns
    -------
    `id`, `churn` (0 to 100; null where the account is gone or new), `churn_state` (one of STATES), `churn_parts`: JSON,
    a list of {"code", "points", …facts}, the weightiest first; the points add up to the risk. Codes are those of
    SIGNALS, and `contract`: what its end adds. Sorted by id.
    """
    lost = {name: -(1.0 - config.weights.get(name, 0.0) * pl.col(name)).log() for name in SIGNALS}
    calm = pl.sum_horizontal(*lost.values())
    safety = calm * (1.0 + config.contract_boost * pl.col("ending"))
    judged = (pl.col("silent_days") <= config.gone_days) & (pl.col("dealings") >= config.fewest)
    scored = seen.with_columns(
        churn=pl.when(judged).then(100.0 * (1.0 - (-safety).exp())),
        calm=100.0 * (1.0 - (-calm).exp()),
        total=pl.max_horizontal(calm, 1e-12),
    )
    state = (
        pl.when(pl.col("silent_days") > config.gone_days)
        .then(pl.lit("gone"))
        .when(pl.col("churn").is_null())
        .then(pl.lit("new"))
        .when(pl.col("churn") >= config.warn_at)
        .then(pl.lit("at risk"))
        .when(pl.col("churn") >= config.watch_at)
        .then(pl.lit("watch"))
        .otherwise(pl.lit("steady"))
    )
    points = {
        **{name: pl.col("calm") * lost[name] / pl.col("total") for name in SIGNALS},
        "contract": pl.col("churn") - pl.col("calm"),
    }
    found = scored.with_columns(churn_state=state, **{f"{name}_points": value for name, value in points.items()})
    return found.select(id="customer", churn="churn", churn_state="churn_state").join(
        _parts(found), on="id", how="left", maintain_order="left"
    )


def _parts(scored: pl.DataFrame) -> pl.DataFrame:
    """The reasons of each account that has some, as JSON."""
    frames = [
        scored.filter((pl.col(f"{name}_points") >= 0.05) & pl.col("churn").is_not_null()).select(
            id="customer",
            points=f"{name}_points",
            said=pl.struct(
                pl.lit(name).alias("code"),
                pl.col(f"{name}_points").round(1).alias("points"),
                *(_fact(fact, scored.schema[fact]).alias(fact.removeprefix(f"{name}_")) for fact in facts),
            ).struct.json_encode(),
        )
        for name, facts in _FACTS.items()
    ]
    return (
        pl.concat(frames)
        .sort("id", "points", "said", descending=[False, True, False])
        .group_by("id", maintain_order=True)
        .agg(churn_parts=pl.format("[{}]", pl.col("said").str.join(",")).first())
    )


def _fact(name: str, kind: pl.DataType) -> pl.Expr:
    return pl.col(name).round(3) if kind.is_float() else pl.col(name)
