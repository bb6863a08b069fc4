"""Who is expected to reach whom in the newest analysis: kept in memory, so that choosing again takes no time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.analysis.account_data import AccountData
from graph.analysis.cascades import NOBODY, Drawing, Pool, Prizes, chances, reached
from graph.analysis.influence import Worth, worth, worth_of, worth_of_people
from graph.analysis.market import Market
from graph.reports.population import Population, population_of
from graph.reports.runs import facts_of
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import UsageError

__all__ = ["Asked", "ReachModel", "is_ready", "reach_model"]

_PLAYED = 400
_LEAST_CHANCE = 0.01
_MOST_POOLS, _MOST_PEOPLE = 6, 500

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """A market, who of the network is in it, what is to be won there, and the sets to choose from."""

    inside: NDArray[np.bool_]
    worth: Worth
    pool: Pool


class ReachModel:
    """The network of a run, who is likely to win whom in it, and what customers are worth."""

    def __init__(
        self, store: Store, settings: Settings, run: Mapping[str, Any], progress: Callable[[str, float], None]
    ) -> None:
        self.run = run
        self.population: Population = population_of(store, run)
        data = AccountData(store, settings, datetime.fromisoformat(run["as_of"]))
        data.ties = store.packed_frame(
            "maps/all_ties", {"a": pl.String, "b": pl.String, "strength": pl.Float64}, least=0.0
        )  # what the graph holds, not all interactions counted again
        self.market = Market(data, with_employees=False, progress=progress)
        self.keys: list[str] = self.market.network.keys.tolist()
        self.chances: csr_array = chances(self.market.network.sway, settings.influence.beta)
        self.worth = self._worth(facts_of(store, run["id"]).get("reach"))
        self._pools: OrderedDict[tuple[Any, ...], Asked] = OrderedDict()
        self._played: OrderedDict[int, tuple[Ints, NDArray[np.float64]]] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def people(self) -> pl.DataFrame:
        """What `population` knows of each person of the network, in its order."""
        found = pl.DataFrame({"key": pl.Series(self.keys, dtype=pl.String)})
        return found.join(self.population.people, on="key", how="left", maintain_order="left")

    def rows(self, keys: Collection[str]) -> Ints:
        """Where these people are in the network. Raises UsageError for somebody who is not."""
        unknown = [key for key in keys if key not in self._places]
        if unknown:
            raise UsageError(
                f"{', '.join(unknown)} is nobody in the network.", "Name people by key, such as contact:7."
            )
        return np.array([self._places[key] for key in keys], dtype=np.int64)

    def knows(self, key: str) -> bool:
        """Whether somebody is in the network."""
        return key in self._places

    def asked(self, market: Mapping[str, str], won: Collection[str] = ()) -> Asked:
        """A market, with those who are won already; the last few are kept."""
        name = (tuple(sorted(market.items())), tuple(sorted(won)))
        with self._lock:
            found = self._pools.get(name) or self._prepared(market, won)
            self._pools[name] = found
            self._pools.move_to_end(name)
            while len(self._pools) > _MOST_POOLS:
                self._pools.popitem(last=False)
        return found

    def reached_by(self, person: int) -> tuple[Ints, NDArray[np.float64]]:
        """Whom somebody is likely to win, the likeliest first: rows of the network, and the chance of each."""
        with self._lock:
            found = self._played.get(person)
        if found is None:
            seed = self.market.settings.clusters.seed
            chance = reached(self.chances, np.array([person]), _PLAYED, seed)
            chance[person] = 0.0
            likely = np.flatnonzero(chance >= _LEAST_CHANCE)
            likely = likely[np.argsort(-chance[likely], kind="stable")]
            found = likely, chance[likely]
            with self._lock:
                self._played[person] = found
                while len(self._played) > _MOST_PEOPLE:
                    self._played.popitem(last=False)
        return found

    def won_by(self, person: int, prizes: Prizes) -> NDArray[np.float64]:
        """The chance of each prize beyond their own that somebody wins it, by the likeliest of its people."""
        people, chance = self.reached_by(person)
        likely = np.zeros(len(prizes.values))
        prize = prizes.of[people]
        np.maximum.at(likely, prize[prize != NOBODY], chance[prize != NOBODY])
        if prizes.of[person] != NOBODY:
            likely[prizes.of[person]] = 0.0
        return np.where(prizes.values > 0, likely, 0.0)

    def prize_names(self) -> dict[str, str | None]:
        """What prizes are called, by their id."""
        if self.worth.basis == "people":
            return dict(self.market.data.people.select("key", "name").iter_rows())
        return dict(self.population.accounts.select("customer", "company").iter_rows())

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.keys)}

    def _worth(self, said: Mapping[str, Any] | None) -> Worth:
        """As the run has it; where it does not say, computed again."""
        if said and said["basis"] == "people":
            return worth_of_people(self.market)
        if said:
            column = "lifetime_value" if said["basis"] == "lifetime_value" else "spent"
            values = self.population.accounts.select("customer", value=column)
            found = worth_of(self.people["customer"], values, said["basis"], said["currency"])
            if found:
                return found
        return worth(self.market)

    def _prepared(self, market: Mapping[str, str], won: Collection[str]) -> Asked:
        self.population.inside(market)
        inside = self.people.select(pl.repeat(True, pl.len()) & self.population.belongs(market)).to_series().to_numpy()
        of = self.worth.prizes.of
        kept = np.zeros(len(self.worth.prizes.values), dtype=bool)
        kept[of[inside & (of != NOBODY)]] = True
        prizes = Prizes(np.where(kept, self.worth.prizes.values, 0.0), of)
        given = self.rows(won) if won else None
        pool = Pool(Drawing(self.chances, prizes, self.market.settings.clusters.seed, given))
        return Asked(inside, Worth(prizes, self.worth.names, self.worth.basis, self.worth.currency), pool)


_known: WeakKeyDictionary[Store, ReachModel] = WeakKeyDictionary()
_one_at_a_time = Lock()


def reach_model(
    store: Store,
    settings: Settings,
    run: Mapping[str, Any],
    progress: Callable[[str, float], None] = lambda step, done: None,
) -> ReachModel:
    """The model of a run, kept until another run is asked for."""
    with _one_at_a_time:
        found = _known.get(store)
        if found is None or found.run["id"] != run["id"] or found.market.settings != settings:
            found = _known[store] = ReachModel(store, settings, run, progress)
        return found


def is_ready(store: Store, run: Mapping[str, Any]) -> bool:
    """Whether the model of a run is in memory, so that asking it takes no time."""
    found = _known.get(store)
    return found is not None and found.run["id"] == run["id"]
