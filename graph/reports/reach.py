"""Whom to win together, so that the most valuable customers are reached: as asked, within a budget and a market."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis.influence import choose_in, guarantee
from graph.analysis.reach import NOBODY_ELSE, Choice, Limits
from graph.reports.plain import read
from graph.reports.reach_model import Asked, ReachModel, reach_model
from graph.reports.reasons import reasons
from graph.reports.runs import clusters_of, current_run
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import UsageError

__all__ = ["Plan", "best_together", "compared", "whom_they_reach"]

_NAMED, _BOTH, _LEAST_SHARED = 3, 8, 0.02
_SETS_MET = 400
_MOST_SETS = 1 << 15


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
    "at_least", "at_most", "of_the_best", "promised", "confidence", "sets"}, "cost", "people" (how many are in the
    market), "opted_out" (how many of those do not want to be written to), "items": [{"rank", "key", "name",
    "title", "account", "account_id", "cluster", "cluster_name", "opted_out", "adds" (to those before), "reach" (of all
    up to here), "cost", "instead": who adds most to the others where this one says no: {"key", "name", "reach" (of all
    then)} or None, "reaches": whom they would likely bring: [{"name", "id", "chance" (at least)}], "reasons"}]}.

    Raises
    ------
    NotFoundError
        Where nothing has been analysed.
    UsageError
        For people or a market that do not exist, or where nobody may be chosen.
    """
    run = current_run(store)
    model = reach_model(store, settings, run, progress)
    asked = model.asked(plan.market, plan.won)
    costs = _costs(model, plan)
    limits = _limits(model, plan, asked, costs)
    choice, people = _chosen(store, model, asked, plan, limits)
    keys = [model.keys[row] for row in choice.people]
    others = [None if other == NOBODY_ELSE else model.keys[other] for other in choice.instead]
    clusters = {row["number"]: row for row in clusters_of(store, run["id"])}
    why = reasons(store, run, [people[key] for key in keys], clusters, "reach")
    names = model.prize_names()
    items = [
        {
            "rank": place + 1,
            **{name: people[key][name] for name in ("key", "name", "title", "account", "account_id", "cluster")},
            "cluster_name": (clusters.get(people[key]["cluster"]) or {}).get("name"),
            "opted_out": people[key]["opted_out"],
            "adds": float(choice.reach[place] - (choice.reach[place - 1] if place else 0.0)),
            "reach": float(choice.reach[place]),
            "cost": None if plan.budget is None else float(costs[choice.people[place]]),
            "instead": other
            and {"key": other, "name": people[other]["name"], "reach": float(choice.instead_reach[place])},
            "reaches": _brought(model, asked, int(choice.people[place]), names),
            "reasons": [reason for reason in why[key] if reason["code"] != "seed"],
        }
        for place, (key, other) in enumerate(zip(keys, others, strict=True))
    ]
    inside = model.population.inside(plan.market)
    return {
        "run": run,
        "worth": asked.worth.facts,
        "guarantee": guarantee(choice, settings.influence.epsilon, budget=plan.budget is not None),
        "cost": None if plan.budget is None else float(costs[choice.people].sum()),
        "people": inside.height,
        "opted_out": int(inside["opted_out"].sum()),
        "items": items,
    }


def whom_they_reach(store: Store, settings: Settings, keys: Collection[str], *, limit: int = 200) -> dict[str, Any]:
    """Whom each of these people is likely to win, the likeliest first.

    Returns {"run", "items": [{"key", "people": [key], "chance": [0 to 1, at least 0.01]}]}; at most `limit` for each,
    and nothing for somebody who is not in the network.
    """
    run = current_run(store)
    model = reach_model(store, settings, run)
    items = []
    for key in keys:
        if model.knows(key):
            people, chance = model.reached_by(int(model.rows([key])[0]))
            reached = [model.keys[row] for row in people[:limit]]
            items.append(
                {"key": key, "people": reached, "chance": [round(float(share), 3) for share in chance[:limit]]}
            )
    return {"run": run, "items": items}


def compared(
    store: Store, settings: Settings, one: str, other: str, market: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What two people reach in a market, each alone and both together.

    Returns {"run", "worth", "reach": [of one, of the other], "together", "shared" (what either of them would bring),
    "error" (standard error of these, at most), "both": [{"id", "name", "value", "chances": [of one, of the other]}]:
    the accounts (or people) that both are likely to win}. Raises UsageError for somebody who is not in the network.
    """
    run = current_run(store)
    model = reach_model(store, settings, run)
    asked = model.asked(market or {})
    rows = [int(row) for row in model.rows([one, other])]
    count = 1 << 12
    while True:
        sets = asked.pool.halves(count)[1]
        met = [np.isin(np.arange(sets.count), sets.met_by(row)) for row in rows]
        if min(np.count_nonzero(each) for each in met) >= _SETS_MET or count >= _MOST_SETS:
            break
        count *= 2
    unit = asked.worth.prizes.total / sets.count
    alone = [float(np.count_nonzero(each)) * unit for each in met]
    together = float(np.count_nonzero(met[0] | met[1])) * unit
    chance = [model.won_by(row, asked.worth.prizes) for row in rows]
    least = np.minimum(*chance)
    names, ids = model.prize_names(), asked.worth.names
    best = np.argsort(-least * asked.worth.prizes.values, kind="stable")[:_BOTH]
    return {
        "run": run,
        "worth": asked.worth.facts,
        "reach": alone,
        "together": together,
        "shared": sum(alone) - together,
        "error": float(np.sqrt(np.count_nonzero(met[0] | met[1])) * unit),
        "both": [
            {
                "id": str(ids[int(prize)]),
                "name": names.get(str(ids[int(prize)])),
                "value": float(asked.worth.prizes.values[prize]),
                "chances": [float(chance[0][prize]), float(chance[1][prize])],
            }
            for prize in best
            if least[prize] >= _LEAST_SHARED
        ],
    }


def _chosen(
    store: Store, model: ReachModel, asked: Asked, plan: Plan, limits: Limits
) -> tuple[Choice, dict[str, dict[str, Any]]]:
    """The choice, and what is known of its people now: who has gone or opted out since the analysis is not chosen."""
    excluded = np.zeros(len(model.keys), dtype=bool) if limits.excluded is None else limits.excluded.copy()
    while True:
        now = Limits(excluded, limits.given, limits.costs, limits.budget)
        choice = choose_in(model.market, asked.worth, plan.k, now, asked.pool)
        rows = [int(row) for row in (*choice.people, *choice.instead[choice.instead != NOBODY_ELSE])]
        found = read(store, "analysis/people_in_run", run=model.run["id"], keys=[model.keys[row] for row in rows])
        people = {row["key"]: row for row in found if plan.opted_out or not row["opted_out"]}
        gone = [row for row in rows if model.keys[row] not in people]
        if not gone:
            return choice, people
        excluded[gone] = True


def _brought(model: ReachModel, asked: Asked, person: int, names: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """The prizes beyond their own that most value is expected of when somebody is won."""
    likely = model.won_by(person, asked.worth.prizes)
    best = np.argsort(-likely * asked.worth.prizes.values, kind="stable")[:_NAMED]
    ids = [(str(asked.worth.names[int(prize)]), float(likely[prize])) for prize in best if likely[prize] > 0]
    return [{"id": key, "name": names.get(key) or key, "chance": share} for key, share in ids]


def _costs(model: ReachModel, plan: Plan) -> NDArray[np.float64]:
    costs = np.full(len(model.keys), plan.usual_cost)
    costs[model.rows(list(plan.costs))] = list(plan.costs.values())
    if (costs <= 0).any():
        raise UsageError("A cost must be more than 0.")
    return costs


def _limits(model: ReachModel, plan: Plan, asked: Asked, costs: NDArray[np.float64]) -> Limits:
    unwanted = pl.col("customer").is_in(list(plan.accounts))
    if not plan.opted_out:
        unwanted = unwanted | pl.col("opted_out")
    opted_out = model.people.select(unwanted.fill_null(False)).to_series().to_numpy()
    excluded = opted_out | ~asked.inside | ~model.market.network.ranked
    excluded[model.rows(plan.excluded)] = True
    won = model.rows(plan.won) if plan.won else None
    if plan.budget is None:
        return Limits(excluded=excluded, given=won)
    return Limits(excluded=excluded, given=won, costs=costs, budget=plan.budget)
