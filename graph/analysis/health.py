"""Account health: how well the relation with an account is, 0 to 100, from six parts that each say why."""

from __future__ import annotations

import polars as pl

from graph.analysis.touchpoints import DAY
from guanxi.config import HealthConfig

__all__ = ["PARTS", "PEOPLE", "RECENT_DAYS", "health", "points", "readings", "scored", "standing"]

PARTS = ("recency", "trend", "two_way", "breadth", "seniority", "sentiment")
"""The parts of health, each 0 to 100."""

PEOPLE = {"customer": pl.String, "person": pl.String, "level": pl.String}
"""The people of accounts; `level` is their seniority (`graph.analysis.seniority`), null where no title is known."""

RECENT_DAYS = 90.0
"""Days in which touchpoints are counted as recent."""

_USUAL_DAYS, _FEWEST_GAPS = 270.0, 3


def health(
    touchpoints: pl.DataFrame,
    now: pl.DataFrame,
    then: pl.DataFrame,
    people: pl.DataFrame,
    moment: float,
    config: HealthConfig,
) -> pl.DataFrame:
    """The health of each account at a moment, and how it has changed over `config.change_days`.

    Parameters
    ----------
    touchpoints
        Columns of `graph.analysis.touchpoints.TOUCHPOINTS`.
    now, then
        Ties with us at `moment` and `config.change_days` earlier: columns TIES_WITH_US.
    people
        Columns PEOPLE.
    moment
        Seconds since 1970, UTC.

    Returns
    -------
    A row for each account that we have dealt with, by customer: what `scored` gives, and `health_change` (null where
    health was not known then), with the parts of then as `recency_then` and so on.
    """
    earlier = moment - config.change_days * DAY
    found = scored(readings(touchpoints, now, people, moment, config), config)
    before = scored(readings(touchpoints, then, people, earlier, config), config)
    return (
        found.join(before.select("customer", "health", *PARTS), on="customer", how="left", suffix="_then")
        .with_columns((pl.col("health") - pl.col("health_then")).alias("health_change"))
        .sort("customer")
    )


def readings(
    touchpoints: pl.DataFrame, ties: pl.DataFrame, people: pl.DataFrame, moment: float, config: HealthConfig
) -> pl.DataFrame:
    """What the parts are made of, a row for each account dealt with by then.

    Returns
    -------
    `customer`; `days` since the last touchpoint; `gap`, the median of the days between touchpoints in the year before
    the last one (at least `shortest_gap_days`; `usual_gap_days` where fewer than three gaps are known); `recent`,
    touchpoints in 90 days; `usual`, touchpoints in 90 days as they were in the nine months before (null where fewer
    than 90 days of those are known); `them` and `us`, what came from each side in `window_days`; `mood`, the mean
    sentiment in that time (-1 to 1), which is `moods` / `with_mood`; and what `standing` tells of people.
    """
    until = touchpoints.filter(pl.col("at") <= moment)
    age = (moment - pl.col("at")) / DAY
    window, recent = age < config.window_days, age < RECENT_DAYS
    before = (age >= RECENT_DAYS) & (age < RECENT_DAYS + _USUAL_DAYS)
    observed = (age.max() - RECENT_DAYS).clip(upper_bound=_USUAL_DAYS)
    counted = until.group_by("customer").agg(
        age.min().alias("days"),
        recent.sum().cast(pl.Float64).alias("recent"),
        pl.when(observed >= RECENT_DAYS).then(before.sum() * RECENT_DAYS / observed).alias("usual"),
        pl.col("them").filter(window).sum().alias("them"),
        (1.0 - pl.col("them")).filter(window).sum().alias("us"),
        pl.col("sentiment").filter(window).sum().alias("moods"),
        pl.col("sentiment").filter(window).count().alias("with_mood"),
    )
    return (
        counted.join(_gaps(until, config), on="customer")
        .join(standing(ties, people, config), on="customer", how="left")
        .with_columns(
            (pl.col("moods") / pl.col("with_mood")).fill_nan(None).alias("mood"),
            pl.col("warm", "reached").fill_null(0),
        )
        .sort("customer")
    )


def standing(ties: pl.DataFrame, people: pl.DataFrame, config: HealthConfig) -> pl.DataFrame:
    """How many people of each account we know, and how high.

    Returns
    -------
    `customer`; `warm`, people with a tie stronger than `config.warm` to one of us; `reached`, those with one of at
    least `config.reached`; `level`, the points of the most senior of those with a known title (null for none).
    """
    best = ties.group_by("person").agg(pl.col("strength").max())
    reached = pl.col("strength") >= config.reached
    return (
        people.join(best, on="person")
        .with_columns(points(config).alias("points"))
        .group_by("customer")
        .agg(
            (pl.col("strength") > config.warm).sum().cast(pl.Int64).alias("warm"),
            reached.sum().cast(pl.Int64).alias("reached"),
            pl.col("points").filter(reached).max().alias("level"),
        )
    )


def points(config: HealthConfig) -> pl.Expr:
    """What a level of seniority counts, 0 to 100."""
    names = list(config.seniority)
    steps = {name: 100.0 * (len(names) - place) / len(names) for place, name in enumerate(names)}
    return pl.col("level").replace_strict(steps, default=None, return_dtype=pl.Float64)


def scored(found: pl.DataFrame, config: HealthConfig) -> pl.DataFrame:
    """The readings with each of PARTS, 0 to 100 and null where it is not known, and their weighted mean `health`.

    - recency: 100 while the last dealing is no older than the usual gap; half as much for each further gap.
    - trend: 100 * recent / usual, at most 100; nothing usual and nothing recent is 0.
    - two_way: 100 where both sides give the same, 0 where only one does.
    - breadth: 100 from `config.people` people with a tie stronger than `config.warm`, in proportion below.
    - seniority: that of the most senior person reached; 0 where nobody is.
    - sentiment: 0 for -1, 100 for 1.

    Parts that are not known do not count: the weights of the others grow in proportion.
    """
    them, us, usual = pl.col("them"), pl.col("us"), pl.col("usual")
    trend = pl.when(usual > 0).then(pl.col("recent") / usual).when(pl.col("recent") > 0).then(1.0).otherwise(0.0)
    parts = {
        "recency": 100.0 * pl.lit(2.0) ** -(pl.col("days") / pl.col("gap") - 1.0).clip(lower_bound=0.0),
        "trend": pl.when(usual.is_not_null()).then(100.0 * trend.clip(upper_bound=1.0)),
        "two_way": pl.when(them + us > 0).then(200.0 * pl.min_horizontal(them, us) / (them + us)),
        "breadth": 100.0 * (pl.col("warm") / config.people).clip(upper_bound=1.0),
        "seniority": pl.when(pl.col("reached") == 0).then(0.0).otherwise(pl.col("level")),
        "sentiment": 50.0 * (1.0 + pl.col("mood").clip(-1.0, 1.0)),
    }
    weighted = pl.sum_horizontal(pl.col(name) * getattr(config.weights, name) for name in PARTS)
    known = pl.sum_horizontal(pl.col(name).is_not_null() * getattr(config.weights, name) for name in PARTS)
    return found.with_columns(**parts).with_columns((weighted / known).fill_nan(None).alias("health"))


def _gaps(until: pl.DataFrame, config: HealthConfig) -> pl.DataFrame:
    """The usual number of days from one touchpoint of an account to the next."""
    days = (
        until.select("customer", (pl.col("at") / DAY).floor().alias("day"))
        .unique()
        .filter(pl.col("day") > pl.col("day").max().over("customer") - 365.0)
        .sort("customer", "day")
        .with_columns(pl.col("day").diff().over("customer").alias("gap"))
    )
    median = pl.when(pl.col("gap").count() >= _FEWEST_GAPS).then(pl.col("gap").median())
    shortest = config.shortest_gap_days
    return days.group_by("customer").agg(
        median.fill_null(config.usual_gap_days).clip(lower_bound=shortest).alias("gap")
    )
