"""Touchpoints: what passed between us and an account, and who of both sides it hung on; the ties that came of it."""

from __future__ import annotations

import polars as pl

from graph.analysis.strength import decay, with_strength
from guanxi.config import StrengthConfig

__all__ = ["DAY", "EMPLOYMENTS", "INTERACTIONS", "PARTS", "TIES_WITH_US", "TOUCHPOINTS", "ties_with_us", "touchpoints"]

DAY = 86_400.0

PARTS = {"interaction": pl.String, "person": pl.String, "role": pl.String}
"""One row for each part that somebody took in an interaction; people by key."""

INTERACTIONS = {
    "interaction": pl.String,
    "at": pl.Float64,
    "channel": pl.String,
    "direction": pl.String,
    "sentiment": pl.Float64,
    "about": pl.List(pl.String),
}
"""Interactions: `at` in seconds since 1970, UTC; `about` the accounts that it is said to concern."""

EMPLOYMENTS = {"person": pl.String, "customer": pl.String}
"""Who works where; somebody may work at several accounts."""

TOUCHPOINTS = {
    "customer": pl.String,
    "interaction": pl.String,
    "at": pl.Float64,
    "them": pl.Float64,
    "sentiment": pl.Float64,
    "only_contact": pl.String,
    "only_colleague": pl.String,
}
"""One row for each account and interaction. `them` is the share that came from them: 1, 0, or a half where both
gave. `only_contact` is set where no other person of the account took part, `only_colleague` where no other of us did:
without them it would not have been."""

TIES_WITH_US = {
    "person": pl.String,
    "colleague": pl.String,
    "mass": pl.Float64,
    "count": pl.Int64,
    "sent": pl.Float64,
    "received": pl.Float64,
    "last_at": pl.Float64,
    "strength": pl.Float64,
}
"""One row for each contact and employee who are tied."""

_OURS = pl.col("person").str.starts_with("employee:")


def touchpoints(
    interactions: pl.DataFrame, parts: pl.DataFrame, employments: pl.DataFrame, mutual: list[str]
) -> pl.DataFrame:
    """What passed between us and each account.

    An interaction belongs to an account that it is about, or one of whose people took part. It is a touchpoint where
    one of us and one of them took part, or where a direction was recorded and it did not pass between two of them. It
    came from the side whose person stands in `from`, else from the side that its direction tells; meetings, the
    channels in `mutual`, and what both sides sent came from each by half.

    Parameters
    ----------
    interactions, parts, employments
        Columns INTERACTIONS, PARTS and EMPLOYMENTS.

    Returns
    -------
    Columns TOUCHPOINTS, by customer, at and interaction. Cost: linear in the parts.
    """
    people = parts.select(pl.col("person").unique()).with_columns(_OURS.alias("ours")).with_row_index("code")
    numbered = interactions.with_row_index("number")
    gave, took, gathered = (
        pl.col("role").is_in(roles).fill_null(False) for roles in (["from"], ["to", "cc"], ["organiser", "attendee"])
    )
    coded = parts.join(people, on="person").join(numbered.select("interaction", "number"), on="interaction")
    coded = coded.select("number", "code", "ours", gave=gave, gathered=gathered, took=took)
    ours = pl.col("ours")
    sides = coded.group_by("number").agg(
        (~ours).any().alias("with_them"),
        ours.any().alias("with_us"),
        (ours & pl.col("gave")).any().alias("we_gave"),
        (~ours & pl.col("gave")).any().alias("they_gave"),
        (~ours & pl.col("took")).any().alias("they_took"),
        pl.col("gathered").any(),
        _only(pl.when(ours).then("code")).alias("colleague"),
    )
    met = (
        coded.filter(~ours)
        .join(employments.join(people, on="person").select("code", "customer"), on="code")
        .group_by("customer", "number")
        .agg(_only(pl.col("code")).alias("contact"))
    )
    about = numbered.select("number", customer="about").explode("customer").drop_nulls().unique()
    inbound, outbound = pl.col("direction") == "inbound", pl.col("direction") == "outbound"
    among_them = ~pl.col("with_us") & pl.col("they_gave") & pl.col("they_took")
    both_ways = pl.col("gathered") | pl.col("channel").is_in(mutual) | (pl.col("we_gave") & pl.col("they_gave"))
    return (
        met.join(about, on=["customer", "number"], how="full", coalesce=True)
        .join(sides, on="number", how="left")
        .join(numbered.drop("about"), on="number")
        .with_columns(pl.col("^with_.*$", "we_gave", "^they_.*$", "gathered").fill_null(False))
        .filter((pl.col("with_us") & pl.col("with_them")) | ((inbound | outbound) & ~among_them))
        .with_columns(
            pl.when(both_ways)
            .then(0.5)
            .when("they_gave")
            .then(1.0)
            .when("we_gave")
            .then(0.0)
            .otherwise(pl.when(inbound).then(1.0).when(outbound).then(0.0).otherwise(0.5))
            .alias("them")
        )
        .join(people.select(contact="code", only_contact="person"), on="contact", how="left")
        .join(people.select(colleague="code", only_colleague="person"), on="colleague", how="left")
        .select(*TOUCHPOINTS)
        .sort("customer", "at", "interaction")
    )


def ties_with_us(shares: pl.DataFrame, as_of: float, moment: float, config: StrengthConfig) -> pl.DataFrame:
    """The ties between contacts and employees as they were at a moment: columns TIES_WITH_US.

    Parameters
    ----------
    shares
        What each interaction adds to each pair at `as_of`: the result of `graph.analysis.strength.shares`.
    as_of, moment
        Seconds since 1970, UTC; `moment` is not later than `as_of`.

    Notes
    -----
    Masses of one moment are those of another, times one factor; so the interactions need to be shared out only once.
    """
    factor = decay((moment - as_of) / DAY, config.half_life_days)
    tallied = (
        shares.filter(
            pl.col("at") <= moment, pl.col("a").str.starts_with("contact:"), pl.col("b").str.starts_with("employee:")
        )
        .group_by(person="a", colleague="b")
        .agg(
            (pl.col("mass").sum() * factor).alias("mass"),
            pl.len().cast(pl.Int64).alias("count"),
            pl.col("sent").sum(),
            pl.col("received").sum(),
            pl.col("at").max().alias("last_at"),
        )
    )
    return with_strength(tallied, config.s0).select(*TIES_WITH_US).sort("person", "colleague")


def _only(person: pl.Expr) -> pl.Expr:
    """The person of a group where there is no other."""
    return pl.when(person.min() == person.max()).then(person.min())
