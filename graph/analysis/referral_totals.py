"""Whom people and accounts brought, as a run keeps it."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.market import Market
from graph.analysis.money import in_one_currency
from graph.analysis.referral_trees import by_depth, not_counted, referral_trees, totals
from guanxi.config import MoneyConfig

__all__ = ["account_referrals", "people_referrals", "referral_totals", "referrals_of", "trees_of", "with_worth"]

_NAMES = {"won": "referred_won", "revenue": "referral_revenue", "deepest": "referral_depth"}


def trees_of(data: AccountData) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The referrals that were known, with values in one currency, and everybody's place in their trees.

    Only referrals that were won have a value. Raises CurrencyError.
    """
    referrals = with_worth(referrals_of(data), data.settings.money)
    return referrals, referral_trees(referrals)


def referrals_of(data: AccountData) -> pl.DataFrame:
    """The referrals that were known: `won`, and the value, as it was recorded, of those that were won."""
    won = (pl.col("status") == "won").fill_null(False)
    return data.referrals.with_columns(won=won, value=pl.when(won).then("value"))


def with_worth(referrals: pl.DataFrame, money: MoneyConfig) -> pl.DataFrame:
    """`referrals` with values in one currency, which only those that have a value name. Raises CurrencyError."""
    valued = pl.col("value").is_not_null()
    priced = in_one_currency(referrals.filter(valued), "value", money)
    return pl.concat([priced, referrals.filter(~valued).with_columns(currency=pl.lit(None, pl.String))])


def referral_totals(data: AccountData) -> Found:
    """What came of the referrals of everybody who referred: `key` and the columns that SCORED has for it.

    The facts tell the programme's funnel by depth, the currency, and which referrals belong to no tree. Raises
    CurrencyError.
    """
    referrals, trees = trees_of(data)
    rows = totals(trees).filter(pl.col("referred") > 0).rename(_NAMES)
    named = referrals["currency"].drop_nulls().unique().to_list()
    currency = data.settings.money.currency or (str(named[0]) if named else "")
    facts: dict[str, Any] = {"by_depth": by_depth(trees).to_dicts(), "currency": currency}
    return Found(rows, {**facts, **not_counted(referrals, trees)})


def people_referrals(market: Market) -> pl.DataFrame:
    """Those of people."""
    found = market.data.found(referral_totals).rows
    return found.filter(pl.col("key").is_in(market.network.keys.astype(str)))


def account_referrals(data: AccountData) -> Found:
    """Those of accounts that referred as such, by `id`, and the facts of all."""
    found = data.found(referral_totals)
    accounts = found.rows.filter(pl.col("key").str.starts_with("customer:"))
    return Found(accounts.select(pl.exclude("key"), id=pl.col("key").str.strip_prefix("customer:")), found.facts)
