"""A trained model of churn: learnt from earlier moments and what came after them, judged on a later period.

At each of the moments, 30 days apart, that lie far enough back, the signals of each account
(`graph.analysis.signals`, from what was known then) are beside what followed: whether it had no dealings and no
purchases from `model_lead_days` to `model_lead_days + model_span_days` later. Only accounts count that were still
heard of (silent for no longer than the lead, or three of their own gaps) and whose rhythm lets expect at least three
dealings in the span. A logistic regression learns from the earlier two thirds of the moments; the last third, whose
outcomes begin after the last outcome that was learnt from, judges it. It tells its chances only together with that
judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.account_data import AccountData, Found
from graph.analysis.account_history import DAY, History, history
from graph.analysis.forecasts import auc, brier, lift, reliability
from graph.analysis.signals import SIGNALS, signals
from guanxi.config import ChurnConfig, Settings
from guanxi.errors import GuanxiError

__all__ = ["FEATURES", "Examples", "account_churn_model", "examples", "features", "trained"]

FEATURES = (*SIGNALS, "ending", "silence", "contact_change", "purchases_change", "sentiment_change", "feedback_change")
"""What is learnt from: the signals, the nearness of a contract's end, the silence in own gaps, how much dealings and
purchases (logarithms of seen / expected) and tones (differences) have changed."""

_STEP = 30
_MOST_MOMENTS = 30
_FEWEST_EXPECTED = 3.0
_TOLD = 3


@dataclass(frozen=True)
class Examples:
    """What was known and what followed: `rows` has `at`, `customer`, FEATURES and `left`; `horizon` in seconds."""

    rows: pl.DataFrame
    horizon: float


def features(seen: pl.DataFrame) -> pl.DataFrame:
    """`customer` and FEATURES of what `graph.analysis.signals.signals` tells; nothing is null."""
    half = 0.5
    gap = pl.col("contact_days") / pl.col("contact_expected")

    def change(name: str) -> pl.Expr:
        return ((pl.col(f"{name}_seen") + half) / (pl.col(f"{name}_expected") + half)).log().fill_null(0.0)

    return seen.select(
        "customer",
        *SIGNALS,
        "ending",
        silence=(1.0 + (pl.col("silent_days") / gap).clip(0.0, 50.0)).log().fill_null(0.0),
        contact_change=change("contact"),
        purchases_change=change("purchases"),
        sentiment_change=(pl.col("sentiment_now") - pl.col("sentiment_before")).fill_null(0.0),
        feedback_change=(pl.col("feedback_now") - pl.col("feedback_before")).fill_null(0.0),
    )


def examples(known: History, settings: Settings) -> Examples:
    """Every account at every moment whose outcome is known by `known.as_of`."""
    config = settings.churn
    lead, span = config.model_lead_days * DAY, config.model_span_days * DAY
    events = pl.concat([known.contacts.select("customer", "at"), known.orders.select("customer", "at")]).sort("at")
    first = float(events["at"].min() or known.as_of) + 180 * DAY  # type: ignore[arg-type]
    last = known.as_of - lead - span
    moments = [last - n * _STEP * DAY for n in range(_MOST_MOMENTS) if last - n * _STEP * DAY >= first]
    parts = []
    for at in reversed(moments):
        seen = features(open_cases(signals(known, at, config, settings.coverage), config))
        followed = events.filter(pl.col("at") > at + lead, pl.col("at") <= at + lead + span)["customer"].unique()
        left = ~pl.col("customer").is_in(followed.implode())
        parts.append(seen.select(pl.lit(at).alias("at"), "customer", *FEATURES, left=left))
    if not parts:
        raise GuanxiError(*_too_short("it has no moment with a year's view"))
    return Examples(pl.concat(parts), lead + span)


def open_cases(seen: pl.DataFrame, config: ChurnConfig) -> pl.DataFrame:
    """The accounts that a chance is told of: known, still heard of, and met so often that silence means something."""
    gap = pl.col("contact_days") / pl.col("contact_expected")
    return seen.filter(
        pl.col("dealings") >= config.fewest,
        pl.col("silent_days") <= pl.max_horizontal(3.0 * gap, config.model_lead_days),
        gap * _FEWEST_EXPECTED <= config.model_span_days,
    )


def trained(given: Examples, config: ChurnConfig) -> tuple[Any, dict[str, Any]]:
    """A fitted model (scikit-learn's, with `predict_proba`) and how good it was in the later period.

    Returns
    -------
    The model and {"learnt_from", "judged_on" (examples), "learnt_left", "judged_left" (of them), "learnt_until",
    "judged_from", "judged_until", "auc", "brier", "brier_of_share", "lift" (of the tenth with the highest chances),
    "reliability": [{"n", "told", "came"}], "weights": by feature, for one standard deviation of it}.

    Raises
    ------
    GuanxiError
        Where fewer than `config.model_fewest` accounts left in either period: nothing could be learnt or judged.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    learn, judge = split(given)
    for part, words in ((learn, "to learn from"), (judge, "to judge by")):
        left = part.filter("left")["customer"].n_unique() if part.height else 0
        if left < config.model_fewest:
            raise GuanxiError(
                *_too_short(f"{left} accounts left in the period {words}, {config.model_fewest} are needed")
            )
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
    model.fit(matrix(learn), learn["left"].to_numpy())
    came, told = judge["left"].to_numpy(), model.predict_proba(matrix(judge))[:, 1]
    weights = dict(zip(FEATURES, model[-1].coef_[0].round(4).tolist(), strict=True))
    return model, {
        "learnt_from": learn.height,
        "judged_on": judge.height,
        "learnt_left": int(learn["left"].sum()),
        "judged_left": int(came.sum()),
        "learnt_until": _day(learn["at"].max()),
        "judged_from": _day(judge["at"].min()),
        "judged_until": _day(judge["at"].max()),
        "auc": auc(came, told),
        "brier": brier(came, told),
        "brier_of_share": brier(came, np.full(len(came), learn["left"].mean())),
        "lift": lift(came, told),
        "reliability": reliability(came, told),
        "weights": weights,
    }


def split(given: Examples) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is learnt from and what is judged by: the last third of the moments, and those whose outcome is before."""
    moments: Sequence[float] = given.rows["at"].unique().sort().to_list()
    if not moments:
        return given.rows, given.rows
    begin = moments[len(moments) * 2 // 3]
    return given.rows.filter(pl.col("at") + given.horizon <= begin), given.rows.filter(pl.col("at") >= begin)


def matrix(rows: pl.DataFrame) -> NDArray[np.float64]:
    """The features, a row for each example."""
    return rows.select(FEATURES).to_numpy()


def account_churn_model(data: AccountData) -> Found:
    """`id`, `churn_model`: the chance, in per cent, that it has no dealings and no purchases in the span ahead, and
    `churn_model_parts`: JSON, the three features that raise it most, [{"feature", "raises"}] (log-odds). The facts are
    those of `trained`: the chances are not to be shown without them."""
    settings = data.settings
    known = history(data)
    model, facts = trained(examples(known, settings), settings.churn)
    now = signals(known, data.as_of.timestamp(), settings.churn, settings.coverage)
    seen = features(open_cases(now, settings.churn))
    if seen.is_empty():
        return Found(pl.DataFrame(schema={"id": pl.String, "churn_model": pl.Float64}), facts)
    raises = model[:-1].transform(matrix(seen)) * model[-1].coef_[0]
    told = pl.DataFrame(raises, schema=list(FEATURES), orient="row").with_columns(id=seen["customer"])
    parts = (
        told.unpivot(index="id", variable_name="feature", value_name="raises")
        .filter(pl.col("raises") > 0)
        .sort("id", "raises", "feature", descending=[False, True, False])
        .group_by("id", maintain_order=True)
        .head(_TOLD)
        .with_columns(said=pl.struct("feature", pl.col("raises").round(3)).struct.json_encode())
        .group_by("id", maintain_order=True)
        .agg(churn_model_parts=pl.format("[{}]", pl.col("said").str.join(",")).first())
    )
    chance = pl.Series(100.0 * model.predict_proba(matrix(seen))[:, 1])
    return Found(seen.select(id="customer", churn_model=chance).join(parts, on="id", how="left"), facts)


def _too_short(why: str) -> tuple[str, str]:
    return f"The history is too short for a trained model of churn: {why}.", "Churn risk by rules needs no training."


def _day(at: Any) -> str:
    return datetime.fromtimestamp(float(at), UTC).date().isoformat()
