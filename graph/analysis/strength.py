"""Ties: how much two people have dealt with each other, and how that fades.

Mass: each interaction adds `w(channel) / (n - 1)` to each pair of its n participants, and halves every
`half_life_days`. Strength, 0 to 100: `100 * (1 - exp(-mass / s0)) * (1 + reciprocity) / 2`, with reciprocity
`min(sent, received) / max(sent, received)`.

Decay is memoryless: masses of one moment can be added, and moved to a later moment by one factor. So ties
that were counted up to now plus the ties of what is new are the ties of everything.
"""

from __future__ import annotations

import polars as pl

from guanxi.config import StrengthConfig

__all__ = ["PARTICIPATION", "TIES", "decay", "merged", "shares", "tally", "with_strength", "word"]

PARTICIPATION = {
    "interaction": pl.String,
    "at": pl.Float64,
    "channel": pl.String,
    "person": pl.String,
    "role": pl.String,
}
"""One row for each part that somebody took in an interaction; `at` in seconds since 1970, UTC."""

TIES = {
    "a": pl.String,
    "b": pl.String,
    "mass": pl.Float64,
    "first_at": pl.Float64,
    "last_at": pl.Float64,
    "count": pl.Int64,
    "sent": pl.Float64,
    "received": pl.Float64,
}
"""One row for each pair, a < b. `sent` counts interactions from a to b, `received` those from b to a."""

_DAY = 86_400.0
_STRONG, _WARM = 60.0, 30.0


def decay(days: pl.Expr | float, half_life_days: float) -> pl.Expr:
    """What is left of a mass after `days`: 2 ** (-days / half_life_days)."""
    return pl.lit(2.0) ** (-(days / half_life_days))


def shares(participation: pl.DataFrame, as_of: float, config: StrengthConfig) -> pl.DataFrame:
    """What each interaction adds to each pair of its participants at the moment `as_of`.

    Parameters
    ----------
    participation
        With the columns of PARTICIPATION. Whoever takes several parts in an interaction counts once.
    as_of
        Seconds since 1970, UTC. Later interactions add nothing.
    config
        Weights of channels, half-life, and the number of participants beyond which nobody is tied.

    Returns
    -------
    A row for each pair and interaction: a, b (a < b), interaction, at, channel, weight, participants, decay,
    mass (weight / (participants - 1) * decay), sent and received. A message counts as sent by those in `from`
    to those in `to` and `cc`; where both did, or the channel is mutual, each counts half. People who only
    received the same message share mass, but nothing was sent between them.
    """
    weights = {name: float(weight) for name, weight in config.channels.items()}
    gathering = pl.col("role").is_in(["organiser", "attendee"]) | pl.col("channel").is_in(config.mutual)
    people = (
        participation.filter(pl.col("at") <= as_of)
        .group_by("interaction", "person")
        .agg(
            pl.col("at").first(),
            pl.col("channel").first(),
            (gathering | (pl.col("role") == "from")).fill_null(False).any().alias("gives"),
            (gathering | pl.col("role").is_in(["to", "cc"])).fill_null(False).any().alias("takes"),
        )
        .with_columns(pl.len().over("interaction").alias("participants"))
        .filter(pl.col("participants").is_between(2, config.max_participants))
    )
    other = people.select("interaction", b="person", gives_b="gives", takes_b="takes")
    there = (pl.col("gives") & pl.col("takes_b")).cast(pl.Float64)
    back = (pl.col("gives_b") & pl.col("takes")).cast(pl.Float64)
    return (
        people.rename({"person": "a"})
        .join(other, on="interaction")
        .filter(pl.col("a") < pl.col("b"))
        .with_columns(
            pl.col("channel")
            .replace_strict(weights, default=config.other_channel, return_dtype=pl.Float64)
            .alias("weight"),
            decay((as_of - pl.col("at")) / _DAY, config.half_life_days).alias("decay"),
            (there / pl.max_horizontal(there + back, 1.0)).alias("sent"),
            (back / pl.max_horizontal(there + back, 1.0)).alias("received"),
        )
        .with_columns((pl.col("weight") / (pl.col("participants") - 1) * pl.col("decay")).alias("mass"))
        .select("a", "b", "interaction", "at", "channel", "weight", "participants", "decay", "mass", "sent", "received")
    )


def tally(participation: pl.DataFrame, as_of: float, config: StrengthConfig) -> pl.DataFrame:
    """The ties that these interactions make, at the moment `as_of`: the columns of TIES, by a and b.

    Cost: linear in the pairs, at most `max_participants` squared for each interaction.
    """
    return (
        shares(participation, as_of, config)
        .group_by("a", "b")
        .agg(
            pl.col("mass").sum(),
            pl.col("at").min().alias("first_at"),
            pl.col("at").max().alias("last_at"),
            pl.len().cast(pl.Int64).alias("count"),
            pl.col("sent").sum(),
            pl.col("received").sum(),
        )
        .sort("a", "b")
    )


def merged(earlier: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """The ties of both, whose masses describe the same moment: the columns of TIES, by a and b."""
    return (
        pl.concat([earlier.select(*TIES), later.select(*TIES)])
        .group_by("a", "b")
        .agg(
            pl.col("mass").sum(),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            pl.col("count").sum(),
            pl.col("sent").sum(),
            pl.col("received").sum(),
        )
        .sort("a", "b")
    )


def with_strength(ties: pl.DataFrame, s0: float) -> pl.DataFrame:
    """The ties with a column `strength`, 0 to 100: at most 50 where only one side writes."""
    larger = pl.max_horizontal("sent", "received")
    reciprocity = pl.when(larger > 0).then(pl.min_horizontal("sent", "received") / larger).otherwise(0.0)
    return ties.with_columns(
        (100.0 * (1.0 - (-pl.col("mass") / s0).exp()) * (1.0 + reciprocity) / 2.0).alias("strength")
    )


def word(strength: float) -> str:
    """The word for a strength: strong (60 or more), warm (30 or more) or weak."""
    return "strong" if strength >= _STRONG else "warm" if strength >= _WARM else "weak"
