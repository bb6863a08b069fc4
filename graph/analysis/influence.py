"""What is said of people's influence beside their centrality: core, constraint, reach, and whom they brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from graph.analysis.account_data import AccountData, Found
from graph.analysis.account_value import account_lifetime_value
from graph.analysis.cascades import NOBODY, Pool, Prizes, chances
from graph.analysis.constraint import constraint
from graph.analysis.kcore import core_numbers
from graph.analysis.market import Market
from graph.analysis.reach import Choice, Limits, choose, reach_of_each
from guanxi.errors import GuanxiError

__all__ = [
    "Worth",
    "choose_in",
    "chosen",
    "constrained",
    "cored",
    "guarantee",
    "reaching",
    "worth",
    "worth_of",
    "worth_of_people",
]

Basis = Literal["lifetime_value", "revenue", "people"]


@dataclass(frozen=True)
class Worth:
    """What there is to win in a market: accounts by their lifetime value, else by their revenue, else people.

    `names` tell which account (or person, where `basis` is `people`) each prize is; `currency` is empty where amounts
    name none, or people are counted.
    """

    prizes: Prizes
    names: pl.Series
    basis: Basis
    currency: str

    @property
    def facts(self) -> dict[str, Any]:
        return {"basis": self.basis, "currency": self.currency, "worth": self.prizes.total}


def worth(market: Market) -> Worth:
    """What the people of a market bring when they are won.

    An account is won when one of its people is, and counts once; people work for the first of their accounts. Accounts
    are worth their lifetime value, else what they have bought, for all of them alike. Where neither is known, or all
    of it is 0, each contact is worth 1.
    """
    people = market.readings().join(market.data.people.select("key", "customer"), on="key", how="left")
    for basis, values in _values(market.data):
        found = worth_of(people["customer"], values, basis, _currency(market.data))
        if found:
            return found
    return worth_of_people(market)


def worth_of_people(market: Market) -> Worth:
    """Each contact is worth 1."""
    return Worth(Prizes.each(market.network.ranked.astype(np.float64)), market.readings()["key"], "people", "")


def worth_of(employers: pl.Series, values: pl.DataFrame, basis: Basis, currency: str) -> Worth | None:
    """What people bring who work for `employers`, given the `value` of each `customer`; None for nothing at all."""
    staffed = values.filter(pl.col("value") > 0, pl.col("customer").is_in(employers.implode())).sort("customer")
    if staffed.is_empty():
        return None
    number = staffed.select("customer", number=pl.int_range(pl.len(), dtype=pl.Int64))
    of = employers.to_frame("customer").join(number, on="customer", how="left", maintain_order="left")["number"]
    return Worth(
        Prizes(staffed["value"].to_numpy(), of.fill_null(NOBODY).to_numpy()), staffed["customer"], basis, currency
    )


def _values(data: AccountData) -> list[tuple[Literal["lifetime_value", "revenue"], pl.DataFrame]]:
    """What accounts are worth, by the best of what can be told: columns customer and value."""
    try:
        revenue = data.orders.group_by("customer").agg(value=pl.col("amount").sum())
    except GuanxiError:
        return []
    try:
        expected = data.found(account_lifetime_value).rows.select(customer="id", value="lifetime_value")
    except GuanxiError:
        return [("revenue", revenue)]
    return [("lifetime_value", expected), ("revenue", revenue)]


def _currency(data: AccountData) -> str:
    named = data.purchases["currency"].drop_nulls().unique().to_list()
    return data.settings.money.currency or (str(named[0]) if len(named) == 1 else "")


def cored(market: Market) -> Found:
    """The core number of each person; the facts tell the largest, and how many people have it."""
    found = core_numbers(market.network.weights)
    return Found(
        market.readings(core=found), {"deepest": int(found.max()), "people": int((found == found.max()).sum())}
    )


def constrained(market: Market) -> pl.DataFrame:
    """Burt's constraint of each person; null for whoever has no ties."""
    return market.readings(constraint=constraint(market.network.weights)).with_columns(
        pl.col("constraint").fill_nan(None)
    )


def reaching(market: Market) -> Found:
    """What each person alone is expected to reach, with its standard error, in the unit that the facts name."""
    config, found = market.settings.influence, worth(market)
    reach, error = reach_of_each(
        chances(market.network.sway, config.beta),
        found.prizes,
        config.worlds,
        market.settings.clusters.seed,
        lambda done: market.progress("Reach", done),
    )
    facts = {**found.facts, "beta": config.beta, "worlds": config.worlds}
    return Found(market.readings(reach=reach, reach_error=error), facts)


def chosen(market: Market) -> Found:
    """The `influence.seeds` people to win together: `seed` is the place of each, `seed_reach` what all up to it reach.

    Employees and people who opted out are not chosen; the facts state the guarantee.
    """
    found = worth(market)
    opted_out = market.readings().join(market.data.people.select("key", "opted_out"), on="key", how="left")
    excluded = opted_out["opted_out"].fill_null(False).to_numpy() | ~market.network.ranked
    choice = choose_in(market, found, market.settings.influence.seeds, Limits(excluded=excluded))
    rows = market.readings()[choice.people].with_columns(
        seed=pl.int_range(1, pl.len() + 1), seed_reach=pl.Series(choice.reach)
    )
    facts = {**found.facts, **guarantee(choice, market.settings.influence.epsilon), "people": len(choice.people)}
    return Found(rows, facts)


def choose_in(market: Market, found: Worth, k: int, limits: Limits, pool: Pool | None = None) -> Choice:
    """The k people to win together in a market, by its settings."""
    config = market.settings.influence
    return choose(
        chances(market.network.sway, config.beta),
        found.prizes,
        k,
        limits=limits,
        epsilon=config.epsilon,
        confidence=config.confidence,
        seed=market.settings.clusters.seed,
        pool=pool,
        progress=lambda done: market.progress("Choosing", done),
    )


def guarantee(choice: Choice, epsilon: float, *, budget: bool = False) -> dict[str, Any]:
    """What is sure of a choice, with the chance `confidence`: its reach lies above `at_least`, and no other one reaches
    more than `at_most`, so it is `of_the_best`. `promised` is what was promised of any network: 1 - 1/e - epsilon, and
    with a budget (1 - 1/e) / 2 - epsilon."""
    best = (1.0 - 1.0 / np.e) / (2 if budget else 1)
    return {
        "reach": float(choice.reach[-1]),
        "at_least": choice.at_least,
        "at_most": choice.at_most,
        "of_the_best": choice.of_the_best,
        "promised": max(0.0, best - epsilon),
        "confidence": choice.confidence,
        "sets": choice.sets,
    }
