"""Links between accounts: what the ties and referrals of their people come to."""

from __future__ import annotations

import polars as pl

from graph.analysis.strength import with_strength

__all__ = ["LINKS", "REFERRALS", "account_links"]

REFERRALS = {"referrer": pl.String, "referred": pl.String, "won": pl.Boolean}
"""Who brought whom, by key: `contact:7`, `customer:7`."""

LINKS = {
    "a": pl.String,
    "b": pl.String,
    "strength": pl.Float64,
    "mass": pl.Float64,
    "ties": pl.Int64,
    "first_at": pl.Float64,
    "last_at": pl.Float64,
    "brought": pl.Int64,
    "brought_by": pl.Int64,
    "won": pl.Int64,
    "evidence": pl.String,
}
"""One row for each pair of accounts, a < b. `brought` counts referrals from a to b, `brought_by` those from b to a,
`won` those of both that were won. `evidence` is JSON: the strongest ties of their people, [{"a", "b", "strength"}]."""

_SHOWN = 3


def account_links(ties: pl.DataFrame, referrals: pl.DataFrame, employments: pl.DataFrame, s0: float) -> pl.DataFrame:
    """Which accounts have to do with each other, and how much.

    The mass of a link is the sum of the masses of the ties between their people, and its strength follows from it as
    that of a tie does: as if each account were one person. A referral links accounts also where there are no ties.

    Parameters
    ----------
    ties
        Ties between contacts: columns of `graph.analysis.strength.TIES`, and strength.
    referrals
        Columns REFERRALS. A referral by or of a person is one of each account where they work.
    employments
        Columns `person`, `customer`.
    s0
        The scale of strength (`strength.s0`).

    Returns
    -------
    Columns LINKS, by a and b. Cost: linear in ties and referrals.
    """
    between = _between(ties, employments)
    tied = with_strength(
        between.group_by("account_a", "account_b").agg(
            pl.col("mass").sum(),
            pl.len().cast(pl.Int64).alias("ties"),
            pl.col("sent").sum(),
            pl.col("received").sum(),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
        ),
        s0,
    )
    best = (
        between.sort("account_a", "account_b", "strength", "a", "b", descending=[False, False, True, False, False])
        .group_by("account_a", "account_b", maintain_order=True)
        .head(_SHOWN)
        .with_columns(pl.struct("a", "b", pl.col("strength").round(1)).struct.json_encode().alias("shown"))
        .group_by("account_a", "account_b", maintain_order=True)
        .agg(pl.format("[{}]", pl.col("shown").str.join(",")).first().alias("evidence"))
    )
    return (
        tied.join(best, on=["account_a", "account_b"])
        .join(_brought(referrals, employments), on=["account_a", "account_b"], how="full", coalesce=True)
        .with_columns(
            pl.col("strength", "mass").fill_null(0.0),
            pl.col("ties", "brought", "brought_by", "won").fill_null(0),
            pl.col("evidence").fill_null("[]"),
        )
        .rename({"account_a": "a", "account_b": "b"})
        .select(*LINKS)
        .sort("a", "b")
    )


def _between(ties: pl.DataFrame, employments: pl.DataFrame) -> pl.DataFrame:
    """The ties between people of different accounts, each with `account_a` < `account_b`."""
    placed = (
        ties.join(employments.rename({"customer": "account_a"}), left_on="a", right_on="person")
        .join(employments.rename({"customer": "account_b"}), left_on="b", right_on="person")
        .filter(pl.col("account_a") != pl.col("account_b"))
    )
    turned = pl.col("account_a") > pl.col("account_b")
    return placed.with_columns(
        *_swapped(turned, "account_a", "account_b"), *_swapped(turned, "a", "b"), *_swapped(turned, "sent", "received")
    ).unique(["account_a", "account_b", "a", "b"])


def _brought(referrals: pl.DataFrame, employments: pl.DataFrame) -> pl.DataFrame:
    """Referrals between accounts."""
    parties = pl.concat(
        [
            employments.select("customer", party="person"),
            _named_accounts(referrals),
        ]
    ).unique()
    placed = (
        referrals.with_row_index("number")
        .join(parties.rename({"customer": "account_a"}), left_on="referrer", right_on="party")
        .join(parties.rename({"customer": "account_b"}), left_on="referred", right_on="party")
        .filter(pl.col("account_a") != pl.col("account_b"))
        .with_columns((pl.col("account_a") > pl.col("account_b")).alias("back"))
    )
    return (
        placed.with_columns(*_swapped(pl.col("back"), "account_a", "account_b"))
        .group_by("account_a", "account_b")
        .agg(
            (~pl.col("back")).sum().cast(pl.Int64).alias("brought"),
            pl.col("back").sum().cast(pl.Int64).alias("brought_by"),
            pl.col("won").fill_null(False).sum().cast(pl.Int64).alias("won"),
        )
    )


def _named_accounts(referrals: pl.DataFrame) -> pl.DataFrame:
    named = pl.concat([referrals["referrer"], referrals["referred"]]).unique().to_frame("party")
    accounts = named.filter(pl.col("party").str.starts_with("customer:"))
    return accounts.select(pl.col("party").str.strip_prefix("customer:").alias("customer"), "party")


def _swapped(turned: pl.Expr, one: str, other: str) -> tuple[pl.Expr, pl.Expr]:
    return (
        pl.when(turned).then(other).otherwise(one).alias(one),
        pl.when(turned).then(one).otherwise(other).alias(other),
    )
