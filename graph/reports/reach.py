"""Whom to win together, so that the most valuable customers are reached: as asked, within a budget and a market."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.account_data import AccountData
from graph.analysis.cascades import NOBODY, Prizes, chances, reached
from graph.analysis.influence import Worth, choose_in, guarantee, worth
from graph.analysis.market import Market
from graph.analysis.reach import NOBODY_ELSE, Choice, Limits
from graph.reports.plain import read
from graph.reports.reasons import reasons
from graph.reports.runs import clusters_of, current_run
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import UsageError

__all__ = ["FACETS", "Plan", "best_together"]

FACETS = ("company", "industry", "city", "region")
"""What a market can be narrowed by."""

_NAMED, _PLAYED = 3, 400


@dataclass(frozen=True)
class Plan:
    """What is asked: the `k` people to win together.

    `excluded` people and those of `accounts` are not chosen, nor who opted out unless `opted_out`; they may still
    be reached and pass on. Those who are `won` already count as given. With a `budget`, all costs together stay
    within it: those of `costs` by key, `usual_cost` for everybody else. In a `market`, by FACETS, only people of it are
    chosen, and only what lies in it is of worth.
    """

    k: int = 10
    excluded: Collection[str] = ()
    accounts: Collection[str] = ()
    opted_out: bool = False
    won: Collection[str] = ()
    budget: float | None = None
    costs: Mapping[str, float] = field(default_factory=dict)
    usual_cost: float = 1.0
    market: Mapping[str, str] = field(default_factory=dict)


def best_together(
    store: Store, settings: Settings, plan: Plan, progress: Callable[[str, float], None] = lambda step, done: None
) -> dict[str, Any]:
    """The people who together are expected to reach most, in the order in which they were chosen.

    Returns
    -------
    {"run", "worth": {"basis" (lifetime_value, revenue or people), "currency", "worth"}, "guarantee": {"reach",
    "at_least", "at_most", "of_the_best", "promised", "confidence", "sets"}, "cost", "items": [{"rank", "key", "name",
    "title", "account", "account_id", "cluster", "cluster_name", "adds" (to those before), "reach" (of all up to here),
    "cost", "instead": who adds most to the others where this one says no: {"key", "name", "reach" (of all then)} or
    None, "reaches": whom they would likely bring: [{"name", "id", "chance" (at least)}], "reasons"}]}.

    Raises
    ------
    NotFoundError
        Where nothing has been analysed.
    UsageError
        For people or a market that do not exist, or where nobody may be chosen.
    """
    run = current_run(store)
    data = AccountData(store, settings, datetime.fromisoformat(run["as_of"]))
    data.ties = store.frame("analysis/market_ties", {"a": pl.String, "b": pl.String, "weight": pl.Float64}).select(
        "a", "b", strength=pl.col("weight") * 100
    )  # what the graph holds, instead of counting all interactions again
    market = Market(data, with_employees=False, progress=progress)
    inside = _inside(market, plan.market)
    found = _within(worth(market), inside)
    costs = _costs(market, plan)
    choice = choose_in(market, found, plan.k, _limits(market, plan, inside, costs))
    keys = market.network.keys[choice.people].tolist()
    others = [None if other == NOBODY_ELSE else str(market.network.keys[other]) for other in choice.instead]
    people = _people(store, run, [*keys, *(key for key in others if key)])
    clusters = {row["number"]: row for row in clusters_of(store, run["id"])}
    why = reasons(store, run, [people[key] for key in keys], clusters, "reach")
    brought = _brought(store, market, found, choice)
    items = [
        {
            "rank": place + 1,
            **{name: people[key][name] for name in ("key", "name", "title", "account", "account_id", "cluster")},
            "cluster_name": clusters[people[key]["cluster"]]["name"],
            "adds": float(choice.reach[place] - (choice.reach[place - 1] if place else 0.0)),
            "reach": float(choice.reach[place]),
            "cost": None if plan.budget is None else float(costs[choice.people[place]]),
            "instead": other
            and {"key": other, "name": people[other]["name"], "reach": float(choice.instead_reach[place])},
            "reaches": brought[place],
            "reasons": [reason for reason in why[key] if reason["code"] != "seed"],
        }
        for place, (key, other) in enumerate(zip(keys, others, strict=True))
    ]
    total = None if plan.budget is None else float(costs[choice.people].sum())
    sure = guarantee(choice, settings.influence.epsilon, budget=plan.budget is not None)
    return {"run": run, "worth": found.facts, "guarantee": sure, "cost": total, "items": items}


def _inside(market: Market, asked: Mapping[str, str]) -> NDArray[np.bool_]:
    """Who is in the market that is asked for."""
    unknown = sorted(set(asked) - set(FACETS))
    if unknown:
        raise UsageError(f"A market has no {', '.join(unknown)}.", f"Choose from {', '.join(FACETS)}.")
    kept = pl.lit(True)
    for name, value in asked.items():
        kept = kept & (pl.col(name).str.to_lowercase() == value.lower()).fill_null(False)
    inside = market.facts.select(pl.repeat(True, pl.len()) & kept).to_series().to_numpy()
    if not inside.any():
        raise UsageError(f"Nobody is in the market {', '.join(f'{name}={value}' for name, value in asked.items())}.")
    return np.asarray(inside, dtype=np.bool_)


def _within(found: Worth, inside: NDArray[np.bool_]) -> Worth:
    """Only prizes with people inside are worth anything."""
    kept = np.zeros(len(found.prizes.values), dtype=bool)
    kept[found.prizes.of[inside & (found.prizes.of != NOBODY)]] = True
    prizes = Prizes(np.where(kept, found.prizes.values, 0.0), found.prizes.of)
    return Worth(prizes, found.names, found.basis, found.currency)


def _costs(market: Market, plan: Plan) -> NDArray[np.float64]:
    costs = np.full(len(market.network.keys), plan.usual_cost)
    rows = _rows(market, list(plan.costs))
    costs[rows] = list(plan.costs.values())
    if (costs <= 0).any():
        raise UsageError("A cost must be more than 0.")
    return costs


def _limits(market: Market, plan: Plan, inside: NDArray[np.bool_], costs: NDArray[np.float64]) -> Limits:
    keys = market.readings()
    people = keys.join(market.data.people.select("key", "customer", "opted_out"), on="key", how="left")
    unwanted = pl.col("customer").is_in(list(plan.accounts))
    if not plan.opted_out:
        unwanted = unwanted | pl.col("opted_out")
    excluded = people.select(unwanted.fill_null(False)).to_series().to_numpy() | ~inside | ~market.network.ranked
    excluded[_rows(market, list(plan.excluded))] = True
    won = _rows(market, list(plan.won)) if plan.won else None
    if plan.budget is None:
        return Limits(excluded=excluded, given=won)
    return Limits(excluded=excluded, given=won, costs=costs, budget=plan.budget)


def _rows(market: Market, keys: list[str]) -> NDArray[np.int64]:
    """The rows of these people in the network."""
    places = {key: place for place, key in enumerate(market.network.keys.tolist())} if keys else {}
    unknown = [key for key in keys if key not in places]
    if unknown:
        raise UsageError(f"{', '.join(unknown)} is nobody in the network.", "Name people by key, such as contact:7.")
    return np.array([places[key] for key in keys], dtype=np.int64)


def _people(store: Store, run: Mapping[str, Any], keys: list[str]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in read(store, "analysis/people_in_run", run=run["id"], keys=keys)}


def _brought(store: Store, market: Market, found: Worth, choice: Choice) -> list[list[dict[str, Any]]]:
    """For each of the chosen, the prizes beyond their own that most value is expected of."""
    matrix = chances(market.network.sway, market.settings.influence.beta)
    names = dict(market.data.customers.select("id", "name").iter_rows())
    if found.basis == "people":
        names = dict(market.facts.select("key", "name").iter_rows())
    told = []
    for person in choice.people:
        chance = reached(matrix, np.array([person]), _PLAYED, market.settings.clusters.seed)
        likely = np.zeros(len(found.prizes.values))
        member = found.prizes.of != NOBODY
        np.maximum.at(likely, found.prizes.of[member], chance[member])
        if found.prizes.of[person] != NOBODY:
            likely[found.prizes.of[person]] = 0.0
        best = np.argsort(-likely * found.prizes.values, kind="stable")[:_NAMED]
        ids = [(str(found.names[int(prize)]), float(likely[prize])) for prize in best if likely[prize] > 0]
        told.append([{"id": key, "name": names.get(key) or key, "chance": share} for key, share in ids])
    return told
