"""Satisfaction: NPS, CSAT and CES of any groups, each with its count and a 95 % confidence interval.

- NPS (scores 0 to 10): share of promoters (9, 10) less share of detractors (0 to 6), times 100. Interval: adjusted Wald
  for the difference of two shares of one sample. With p+ = (promoters + 1) / (n + 2), p- = (detractors + 1) / (n + 2):
  100 * (p+ - p- -/+ 1.96 * sqrt((p+ + p- - (p+ - p-)^2) / (n + 2))), cut at -100 and 100.
- CSAT (1 to 5): share of 4 and 5, times 100. Interval: Wilson's.
- CES (1 to 7): mean. Interval: Student's t, cut at 1 and 7; none for fewer than two answers.

References
----------
Bonett, Price: Adjusted Wald Confidence Interval for a Difference of Binomial Proportions Based on Paired Data, Journal
of Educational and Behavioral Statistics 37(4), 2012. Wilson: Probable Inference, JASA 22, 1927.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from scipy.stats import t as student

from graph.analysis.account_data import AccountData

__all__ = ["SCALES", "account_satisfaction", "satisfaction"]

SCALES: Mapping[str, tuple[float, float]] = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
"""What is measured, with the ends of its scale."""

_Z = 1.959964


def satisfaction(feedback: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """NPS, CSAT and CES of each group.

    Parameters
    ----------
    feedback
        Columns `kind`, `score` and those of `by`. Kinds other than those of SCALES are left out, as are missing scores.
    by
        Columns whose values, together, make a group; none: all is one group.

    Returns
    -------
    `by`, `kind`, `n` (answers), `value`, `low`, `high` (95 % interval), `outside`: scores that the scale does not have,
    which are not counted in `n`. Sorted by group and kind. Cost: one pass.
    """
    score, kind = pl.col("score"), pl.col("kind")
    low, high = (kind.replace_strict({name: float(ends[i]) for name, ends in SCALES.items()}) for i in (0, 1))
    known = feedback.filter(kind.is_in(list(SCALES)) & score.is_not_null()).with_columns(
        valid=score.is_between(low, high)
    )
    good = pl.when(kind == "nps").then(score >= 9).when(kind == "csat").then(score >= 4)
    counted = (
        known.group_by(*by, "kind")
        .agg(
            n=pl.col("valid").sum().cast(pl.Float64),
            outside=(~pl.col("valid")).sum(),
            good=(good & pl.col("valid")).sum().cast(pl.Float64),
            bad=((score <= 6) & pl.col("valid")).sum().cast(pl.Float64),
            mean=score.filter("valid").mean(),
            deviation=score.filter("valid").std(),
        )
        .filter(pl.col("n") > 0)
        .sort(*by, "kind")
    )
    critical = pl.Series("t", np.asarray(student.ppf(0.975, np.maximum(counted["n"].to_numpy() - 1.0, 1.0))))
    told = counted.with_columns(critical).with_columns(
        pl.when(kind == "nps").then(_nps()).when(kind == "csat").then(_csat()).otherwise(_ces()).alias("told")
    )
    return told.unnest("told").select(*by, "kind", pl.col("n").cast(pl.Int64), "value", "low", "high", "outside")


def account_satisfaction(data: AccountData) -> pl.DataFrame:
    """`id`, and of what each account answered in `satisfaction.days`: `nps`, `csat`, `ces`, the answers to each as
    `nps_answers` and so on, and `text_mood`: the mean sentiment of its texts, -1 to 1, of `texts` read."""
    since = pl.lit(data.as_of) - pl.duration(days=data.settings.satisfaction.days)
    recent = data.feedback.drop_nulls("customer").filter(pl.col("at") > since)
    found = satisfaction(recent, ["customer"])
    rows = data.customers.select("id")
    for kind in SCALES:
        one = found.filter(pl.col("kind") == kind)
        rows = rows.join(one.select("customer", pl.col("value").alias(kind), pl.col("n").alias(f"{kind}_answers")),
                         left_on="id", right_on="customer", how="left")  # fmt: skip
    moods = (
        recent.drop_nulls("text_sentiment")
        .group_by("customer")
        .agg(text_mood=pl.col("text_sentiment").mean(), texts=pl.len().cast(pl.Int64))
    )
    return rows.join(moods, left_on="id", right_on="customer", how="left")


def _nps() -> pl.Expr:
    up, down = ((pl.col(name) + 1.0) / (pl.col("n") + 2.0) for name in ("good", "bad"))
    error = _Z * ((up + down - (up - down) ** 2) / (pl.col("n") + 2.0)).sqrt()
    value = (pl.col("good") - pl.col("bad")) / pl.col("n")
    low, high = (up - down - error).clip(-1.0, 1.0), (up - down + error).clip(-1.0, 1.0)
    return pl.struct(value=100.0 * value, low=100.0 * low, high=100.0 * high)


def _csat() -> pl.Expr:
    n, share = pl.col("n"), pl.col("good") / pl.col("n")
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    error = _Z / (1 + _Z**2 / n) * (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt()
    return pl.struct(value=100.0 * share, low=100.0 * (middle - error), high=100.0 * (middle + error))


def _ces() -> pl.Expr:
    low, high = SCALES["ces"]
    error = pl.col("t") * pl.col("deviation") / pl.col("n").sqrt()
    mean = pl.col("mean")
    return pl.struct(value=mean, low=(mean - error).clip(low, high), high=(mean + error).clip(low, high))
