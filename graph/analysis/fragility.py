"""Fragility: what is lost at which account if one of us, or one of them, leaves."""

from __future__ import annotations

import polars as pl

from graph.analysis.health import PARTS, RECENT_DAYS, points, readings, scored
from graph.analysis.touchpoints import DAY
from guanxi.config import HealthConfig

__all__ = ["fragility", "losses"]

_SUMS = ("recent", "them", "us", "moods", "with_mood", "warm", "reached")


def losses(
    touchpoints: pl.DataFrame, ties: pl.DataFrame, people: pl.DataFrame, moment: float, config: HealthConfig
) -> pl.DataFrame:
    """What each account loses without each of the people that its relation with us depends on.

    Without a person, their ties are gone, and so are the touchpoints that nobody else of their side took part in. How
    often the account is used to be dealt with (`gap`, `usual`) stays as it is. A part of health that is not known any
    more counts 0.

    Parameters
    ----------
    touchpoints, ties, people, moment
        As in `graph.analysis.health.health`, ties at `moment`.

    Returns
    -------
    `customer`, `person` (an employee, or a contact of the account), `health_lost` (points; below 0 where the account
    looks better without them), `cut_off` (whether nobody there has a tie of at least `config.reached` with any of us
    any more, and somebody had). Sorted by both.

    Notes
    -----
    All people at once: sums without a person are sums less theirs, and of the best only the best two matter. Cost: that
    of sorting touchpoints and ties once.
    """
    touchpoints = touchpoints.filter(pl.col("at") <= moment)
    whole = scored(readings(touchpoints, ties, people, moment, config), config)
    without = (
        _touchpoints_lost(touchpoints, moment, config)
        .join(_people_lost(ties, people, config), on=["customer", "person"], how="full", coalesce=True)
        .join(whole, on="customer")
        .with_columns(
            *((pl.col(name) - pl.col(f"{name}_lost").fill_null(0)).alias(name) for name in _SUMS),
            pl.col("reached").alias("reached_before"),
            pl.when("last_moves").then((moment - pl.col("last_left")) / DAY).otherwise("days").alias("days"),
            pl.when("level_moves").then("level_left").otherwise("level").alias("level"),
        )
        .with_columns((pl.col("moods") / pl.col("with_mood")).fill_nan(None).alias("mood"))
    )
    left = scored(without.drop("health", *PARTS), config).sort("customer", "person")
    before = left.select("customer").join(whole, on="customer", how="left", maintain_order="left")
    known = {name: before[name].is_not_null() * getattr(config.weights, name) for name in PARTS}
    points_left = sum((left[name].fill_null(0.0) * weight for name, weight in known.items()), pl.Series([0.0]))
    health_left = points_left / sum(known.values(), pl.Series([0.0]))
    return left.select(
        "customer",
        "person",
        health_lost=before["health"] - health_left,
        cut_off=(pl.col("reached") == 0) & (pl.col("reached_before") > 0),
    )


def fragility(found: pl.DataFrame) -> pl.DataFrame:
    """What is lost in all if each person leaves.

    Parameters
    ----------
    found
        The result of `losses`.

    Returns
    -------
    `key`, `accounts` that would lose health, `cut_off` (how many accounts), `health_lost` (the sum of points that
    accounts would lose), sorted by key.
    """
    lost = pl.col("health_lost").clip(lower_bound=0.0)
    return (
        found.group_by(key="person")
        .agg(
            (lost > 0).sum().cast(pl.Int64).alias("accounts"),
            pl.col("cut_off").sum().cast(pl.Int64),
            lost.sum().alias("health_lost"),
        )
        .sort("key")
    )


def _touchpoints_lost(touchpoints: pl.DataFrame, moment: float, config: HealthConfig) -> pl.DataFrame:
    """What goes with the touchpoints that hung on each person: sums, and the last one that is left."""
    age = (moment - pl.col("at")) / DAY
    window = age < config.window_days
    parts = []
    for side in ("only_contact", "only_colleague"):
        held = touchpoints.rename({side: "person"})
        sums = held.group_by("customer", "person").agg(
            (age < RECENT_DAYS).sum().cast(pl.Float64).alias("recent_lost"),
            pl.col("them").filter(window).sum().alias("them_lost"),
            (1.0 - pl.col("them")).filter(window).sum().alias("us_lost"),
            pl.col("sentiment").filter(window).sum().alias("moods_lost"),
            pl.col("sentiment").filter(window).count().alias("with_mood_lost"),
        )
        last = _best_without(held.select("customer", "person", last="at"), "last")
        last = last.with_columns(pl.col("last_left").fill_null(-float("inf")))
        parts.append(sums.join(last, on=["customer", "person"]))
    return pl.concat(parts)


def _people_lost(ties: pl.DataFrame, people: pl.DataFrame, config: HealthConfig) -> pl.DataFrame:
    """Who of an account is known no more without each person: without themselves, or without their only good tie."""
    ranked = ties.sort("person", "strength", "colleague", descending=[False, True, False])
    best = ranked.group_by("person", maintain_order=True).agg(
        pl.col("strength").first(),
        pl.col("strength").get(1, null_on_oob=True).fill_null(0.0).alias("second"),
        pl.col("colleague").first(),
    )
    known = people.join(best, on="person").with_columns(points(config).alias("level"))
    warm, reached = pl.col("strength") > config.warm, pl.col("strength") >= config.reached
    through_one = pl.when(pl.col("second") <= config.warm).then("colleague")
    reached_through_one = pl.when(pl.col("second") < config.reached).then("colleague")
    parts = []
    for warm_holder, reached_holder in ((pl.col("person"), pl.col("person")), (through_one, reached_through_one)):
        of_warm = known.filter(warm).group_by("customer", warm_holder.alias("holder"))
        of_reached = known.filter(reached).select("customer", reached_holder.alias("holder"), "level")
        parts.append(
            of_warm.agg(pl.len().cast(pl.Int64).alias("warm_lost"))
            .join(
                of_reached.group_by("customer", "holder").agg(pl.len().cast(pl.Int64).alias("reached_lost")),
                on=["customer", "holder"],
                how="full",
                coalesce=True,
            )
            .rename({"holder": "person"})
            .drop_nulls("person")
            .join(
                _best_without(of_reached.drop_nulls("level").rename({"holder": "person"}), "level"),
                on=["customer", "person"],
                how="left",
            )
        )
    return pl.concat(parts)


def _best_without(rows: pl.DataFrame, value: str) -> pl.DataFrame:
    """The greatest value of an account among the rows of others than each person: `VALUE_left`, null for none.

    `VALUE_moves` tells whether it is less than with them. Rows of nobody count as others'.
    """
    best = rows.group_by("customer", "person").agg(pl.col(value).max())
    ordered = best.sort("customer", value, "person", descending=[False, True, False])
    first = pl.int_range(pl.len()).over("customer") == 0
    return ordered.select(
        "customer",
        "person",
        first.alias(f"{value}_moves"),
        pl.when(first).then(pl.col(value).shift(-1).over("customer")).alias(f"{value}_left"),
    ).drop_nulls("person")
