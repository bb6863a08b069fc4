"""The history of accounts: what signals of change are seen in, all of it dated."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Self

import polars as pl

from graph.analysis import strength
from graph.analysis.account_data import AccountData
from graph.analysis.coverage import buying_roles

__all__ = ["DAY", "History", "history", "seconds", "tone_of_score"]

DAY = 86_400.0

_REFERRED = 0.7
"""A referral ties two accounts by half: 1 - exp(-0.7)."""


@dataclass(frozen=True)
class History:
    """What is known of accounts, all of it dated; `at` in seconds since 1970, UTC.

    `contacts`: `customer`, `at`, `share`: dealings with us; one that several accounts took part in is shared by them.
    `orders`: `customer`, `at`: days with a purchase. `tones` of dealings and `opinions` in feedback: `customer`, `at`,
    `tone` (-1 to 1), `share`. `contracts`: `customer`, `starts_on`, `ends_on`. `meetings`: `person`, `at`: when
    somebody dealt with us. `champions`: `customer`, `person`, `role`. `links`: `customer`, `other`, `at`, `mass`: what
    each interaction adds to the tie of two accounts at `as_of`, both ways round, and `lasting`, what a referral adds
    for good. `half_life` in days.
    """

    as_of: float
    contacts: pl.DataFrame
    orders: pl.DataFrame
    tones: pl.DataFrame
    opinions: pl.DataFrame
    contracts: pl.DataFrame
    meetings: pl.DataFrame
    champions: pl.DataFrame
    links: pl.DataFrame
    half_life: float = 90.0

    def until(self, at: float) -> Self:
        """What was known at a moment: nothing that is later."""
        begun = {
            f.name: getattr(self, f.name).filter(pl.col("at") <= at)
            for f in fields(self)
            if f.type == "pl.DataFrame" and "at" in getattr(self, f.name).columns
        }
        day = datetime.fromtimestamp(at, UTC).date()
        contracts = self.contracts.filter(pl.col("starts_on").is_null() | (pl.col("starts_on") <= day))
        return replace(self, **begun, contracts=contracts)


def history(data: AccountData) -> History:
    """What signals are seen in, from the tables of the graph.

    Dealings count where one of us took part, or where they were recorded as about the account.
    """
    accounts = data.dealings.select("interaction", "customer", "theirs", "ours", "at", "sentiment", "text_sentiment")
    with_us = accounts.filter((pl.col("ours") > 0) | (pl.col("theirs") == 0)).with_columns(
        seconds("at"), share=1.0 / pl.len().over("interaction")
    )
    said = data.feedback.drop_nulls("customer").select(
        "customer", seconds("at"), tone=pl.coalesce(tone_of_score(), "text_sentiment"), share=pl.lit(1.0)
    )
    heard = with_us.select("customer", "at", tone=pl.coalesce("sentiment", "text_sentiment"), share="share")
    met = data.participations.join(
        accounts.filter(pl.col("ours") > 0).select("interaction").unique(), on="interaction", how="semi"
    )
    roles = data.people.filter(~pl.col("ours")).select(person="key", role="role").drop_nulls()
    config = data.settings
    roles = roles.with_columns(buying_roles(roles["role"], config.coverage.roles).alias("role")).drop_nulls("role")
    return History(
        as_of=data.as_of.timestamp(),
        contacts=with_us.select("customer", "at", "share"),
        orders=data.purchases.drop_nulls("customer")
        .group_by("customer", pl.col("at").dt.truncate("1d").alias("day"))
        .agg(pl.col("at").min())
        .select("customer", seconds("at")),
        tones=heard.drop_nulls("tone"),
        opinions=said.drop_nulls("tone"),
        contracts=data.contracts.drop_nulls("customer").select("customer", "starts_on", "ends_on"),
        meetings=met.filter(~pl.col("ours")).select("person", seconds("at")).unique(),
        champions=data.employments.join(roles, on="person").select("customer", "person", "role"),
        links=_links(data),
        half_life=config.strength.half_life_days,
    )


def seconds(name: str) -> pl.Expr:
    """A column of times as seconds since 1970."""
    return pl.col(name).dt.epoch("ms") / 1000


def tone_of_score() -> pl.Expr:
    """The score of feedback as a tone from -1 to 1; null for a score that its scale does not have."""
    ends = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0), "review": (1.0, 5.0), "complaint": (1.0, 5.0)}
    low, high = (pl.col("kind").replace_strict({k: v[i] for k, v in ends.items()}, default=None) for i in (0, 1))
    tone = 2.0 * (pl.col("score") - low) / (high - low) - 1.0
    return pl.when(pl.col("score").is_between(low, high)).then(tone)


def _links(data: AccountData) -> pl.DataFrame:
    parts = data.participations.filter(~pl.col("ours")).with_columns(seconds("at"))
    met = strength.shares(parts, data.as_of.timestamp(), data.settings.strength).select("a", "b", "at", "mass")
    referred = data.referrals.select(a="referrer", b="referred", at=seconds("at").fill_null(0.0), mass=pl.lit(0.0))
    events = pl.concat([met.with_columns(lasting=pl.lit(0.0)), referred.with_columns(lasting=pl.lit(_REFERRED))])
    parties = pl.concat(
        [data.employments, data.customers.select(person=pl.lit("customer:") + pl.col("id"), customer="id")]
    )
    accounts = pl.Enum(parties["customer"].drop_nulls().unique().sort())
    parties = parties.with_columns(pl.col("customer").cast(accounts))  # grouped again and again, faster as numbers
    pairs = (
        events.join(parties, left_on="a", right_on="person")
        .join(parties.rename({"customer": "other"}), left_on="b", right_on="person")
        .filter(pl.col("customer") != pl.col("other"))
        .select("customer", "other", "at", "mass", "lasting")
    )
    return pl.concat([pairs, pairs.select(customer="other", other="customer", at="at", mass="mass", lasting="lasting")])
