"""Coverage: whether we know all whom a purchase needs, and whether the relation rests on more than one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from graph.analysis.touchpoints import DAY
from guanxi.config import CoverageConfig

__all__ = ["ROLES", "buying_roles", "missing_roles", "silent_champions", "threads"]

ROLES = {"customer": pl.String, "person": pl.String, "role": pl.String}
"""Columns of a table of the roles that people of accounts have in buying; a person may have several."""

_FEWEST_DAYS = 4


def buying_roles(roles: pl.Series, named: Mapping[str, Sequence[str]]) -> pl.Series:
    """The role of `named` that each text means: by its name or one of its words, without regard to case; else null."""
    meant = {word.lower(): name for name, words in named.items() for word in (name, *words)}
    plain = roles.str.strip_chars().str.to_lowercase().str.replace_all(r"[_\-\s]+", " ")
    return plain.replace_strict(meant, default=None, return_dtype=pl.String)


def missing_roles(
    accounts: pl.Series, roles: pl.DataFrame, ties: pl.DataFrame, reached: float, config: CoverageConfig
) -> pl.DataFrame:
    """Which roles of the buying committee nobody at an account has, or nobody whom we reach.

    Parameters
    ----------
    accounts
        The accounts that are asked about.
    roles
        Columns ROLES, roles as `buying_roles` gives them.
    ties
        Columns of `graph.analysis.touchpoints.TIES_WITH_US`.
    reached
        The strength of a tie from which a person counts as reached.

    Returns
    -------
    `customer`, `missing_roles` (nobody known) and `unreached_roles` (somebody known, without a tie that counts), lists
    in the order of `config.roles`, sorted by customer. Where nobody anywhere has a role, nothing can be told: both are
    null.
    """
    best = ties.group_by("person").agg(pl.col("strength").max())
    known = roles.drop_nulls("role").join(best, on="person", how="left")
    by_role = known.group_by("customer", "role").agg(
        (pl.col("strength").max() >= reached).fill_null(False).alias("met")
    )
    wanted = pl.DataFrame({"role": list(config.roles)}).with_row_index("place")
    every = accounts.unique().to_frame("customer").join(wanted, how="cross")
    found = every.join(by_role, on=["customer", "role"], how="left").sort("customer", "place")
    lists = found.group_by("customer", maintain_order=True).agg(
        pl.col("role").filter(pl.col("met").is_null()).alias("missing_roles"),
        pl.col("role").filter(~pl.col("met")).alias("unreached_roles"),
    )
    if known.is_empty():
        return lists.with_columns(pl.lit(None, pl.List(pl.String)).alias(name) for name in lists.columns[1:])
    return lists


def threads(
    touchpoints: pl.DataFrame, ties: pl.DataFrame, people: pl.DataFrame, moment: float, config: CoverageConfig
) -> pl.DataFrame:
    """How much of the relation with each account rests on one of its people.

    Parameters
    ----------
    touchpoints, ties
        Columns of `graph.analysis.touchpoints`; ties at `moment`.
    people
        Columns `customer`, `person`.

    Returns
    -------
    `customer`, `thread` (the contact with most of the tie mass), `thread_share` (their share of it, 0 to 1),
    `single_threaded`: whether that is at least `config.single_thread_share`, with at least `config.fewest_touchpoints`
    in `config.window_days`. Sorted by customer.
    """
    mass = ties.group_by("person").agg(pl.col("mass").sum())
    by_account = (
        people.join(mass, on="person")
        .sort("customer", "mass", "person", descending=[False, True, False])
        .group_by("customer", maintain_order=True)
        .agg(
            pl.col("person").first().alias("thread"),
            (pl.col("mass").first() / pl.col("mass").sum()).alias("thread_share"),
        )
    )
    lately = pl.col("at").is_between(moment - config.window_days * DAY, moment)
    busy = touchpoints.filter(lately).group_by("customer").agg(pl.len().alias("touchpoints"))
    enough = pl.col("touchpoints").fill_null(0) >= config.fewest_touchpoints
    return (
        by_account.join(busy, on="customer", how="left")
        .select(
            "customer",
            "thread",
            "thread_share",
            ((pl.col("thread_share") >= config.single_thread_share) & enough).alias("single_threaded"),
        )
        .sort("customer")
    )


def silent_champions(
    meetings: pl.DataFrame, roles: pl.DataFrame, moment: float, config: CoverageConfig
) -> pl.DataFrame:
    """Champions who used to deal with us and do not any more.

    Parameters
    ----------
    meetings
        Columns `person`, `at` (seconds since 1970): when somebody took part in an interaction with us.
    roles
        Columns ROLES, roles as `buying_roles` gives them.

    Returns
    -------
    `customer`, `person`, `silent_days` since they last dealt with us, `gap` (the median of the days between their
    dealings): those with `config.champion` as role, at least four days of dealings, and a silence longer than
    `config.silent_gaps` gaps and than `config.silent_days`. Sorted by customer and person.
    """
    champions = roles.filter(pl.col("role") == config.champion).select("customer", "person").unique()
    silent = (
        meetings.filter(pl.col("at") <= moment)
        .select("person", "at", (pl.col("at") / DAY).floor().alias("day"))
        .join(champions.select("person").unique(), on="person")
        .sort("person", "day")
        .group_by("person", maintain_order=True)
        .agg(
            ((moment - pl.col("at").max()) / DAY).alias("silent_days"),
            pl.col("day").unique().sort().diff().median().alias("gap"),
            pl.col("day").n_unique().alias("days"),
        )
        .filter(
            pl.col("days") >= _FEWEST_DAYS,
            pl.col("silent_days") > config.silent_days,
            pl.col("silent_days") > config.silent_gaps * pl.col("gap"),
        )
    )
    return champions.join(silent.drop("days"), on="person").sort("customer", "person")
