"""Referral-adjusted value: what an account is worth with those that it brought."""

from __future__ import annotations

import numpy as np
import polars as pl

from graph.analysis.account_data import AccountData
from graph.analysis.account_value import account_lifetime_value
from graph.analysis.referral_trees import referral_trees

__all__ = ["account_referral_value", "referral_value"]


def referral_value(referrals: pl.DataFrame, worth: pl.DataFrame, credit: float) -> pl.DataFrame:
    r"""What each account is worth, with a share of those that it referred, and of those that these referred.

    .. math:: V(a) = W(a) + c \sum_{b\ \text{referred by}\ a} V(b)

    so an account two steps below counts c², and nobody's worth is credited more often than the chain above is long.

    Parameters
    ----------
    referrals
        Referrals between accounts that came to something: columns REFERRALS of `graph.analysis.referral_trees`, by
        whose rules each account has one referrer at most, and circles are opened.
    worth
        `id` and `worth` of each account, in one currency.
    credit
        c, 0 to 1.

    Returns
    -------
    For each account: `id`, `referral_value` (V), `referral_credit` (V - W) and `accounts_referred` (by itself).

    References
    ----------
    Kumar, Petersen, Leone: Driving Profitability by Encouraging Customer Referrals, Journal of Marketing 74, 2010.
    """
    trees = referral_trees(referrals).join(worth, left_on="key", right_on="id", how="left", maintain_order="left")
    places = trees.select("key").with_row_index("place").select("key", pl.col("place").cast(pl.Int64))
    above = trees.join(places, left_on="parent", right_on="key", how="left", maintain_order="left")["place"]
    parent, depth = above.fill_null(-1).to_numpy(), trees["depth"].to_numpy()
    own = trees["worth"].fill_null(0.0).to_numpy()
    total = own.copy()
    for level in range(int(depth.max(initial=0)), 0, -1):
        here = np.flatnonzero(depth == level)
        np.add.at(total, parent[here], credit * total[here])
    brought = np.bincount(parent[parent >= 0], minlength=len(own))
    credited = trees.select(id="key", referral_credit=pl.Series(total - own), accounts_referred=pl.Series(brought))
    return (
        worth.join(credited, on="id", how="left", maintain_order="left")
        .with_columns(pl.col("referral_credit").fill_null(0.0), pl.col("accounts_referred").fill_null(0))
        .select(
            "id",
            "referral_credit",
            "accounts_referred",
            referral_value=pl.col("worth").fill_null(0.0) + pl.col("referral_credit"),
        )
    )


def account_referral_value(data: AccountData) -> pl.DataFrame:
    """`id`, `referral_value`, `referral_credit` and `accounts_referred`; the worth of an account is its lifetime value.

    Who works at an account refers for it. A referral counts when it was won, or when it is not lost and the account
    first bought after it. Raises GuanxiError where lifetime value cannot be told.
    """
    worth = data.found(account_lifetime_value).rows.select("id", worth="lifetime_value")
    first = data.order_days.group_by(referred_account="customer").agg(bought_at=pl.col("at").min())
    bought = (pl.col("bought_at") >= pl.col("at")).fill_null(pl.col("bought_at").is_not_null() & pl.col("at").is_null())
    came = (
        _by_account(data)
        .join(first, on="referred_account", how="left")
        .select(
            "id",
            "at",
            "value",
            referrer="referrer_account",
            referred="referred_account",
            won=(pl.col("status") == "won").fill_null(False) | (bought & (pl.col("status").fill_null("") != "lost")),
        )
    )
    everybody = data.customers.select("id").join(worth, on="id", how="left").sort("id")
    return referral_value(came.filter("won"), everybody, data.settings.lifetime.referral_credit)


def _by_account(data: AccountData) -> pl.DataFrame:
    """The referrals with the accounts of both ends, where both have one."""
    accounts = pl.concat(
        [
            data.people.select(key="key", account="customer"),
            data.customers.select(key="customer:" + pl.col("id"), account="id"),
        ]
    )
    ends = data.referrals
    for name in ("referrer", "referred"):
        named = accounts.rename({"key": name, "account": f"{name}_account"})
        ends = ends.join(named, on=name, how="left", maintain_order="left")
    return ends.drop_nulls(["referrer_account", "referred_account"])
