"""One analysis from end to end: inputs, ties, people, accounts; written under an AnalysisRun."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import polars as pl
from filelock import FileLock

from graph.analysis import influence, market, market_clusters, writing
from graph.analysis.account_data import INPUTS, AccountData, Found
from graph.analysis.account_standing import (
    account_coverage,
    account_fragility,
    account_health,
    carriers,
    guesses,
    links,
)
from graph.analysis.account_value import account_lifetime_value
from graph.analysis.activity import account_activity
from graph.analysis.churn import account_churn
from graph.analysis.churn_model import account_churn_model
from graph.analysis.intent import account_intent
from graph.analysis.lifecycle import account_lifecycle
from graph.analysis.market import Market
from graph.analysis.recommend import account_recommend
from graph.analysis.referral_totals import account_referrals, people_referrals
from graph.analysis.referral_value import account_referral_value
from graph.analysis.rfm import account_rfm
from graph.analysis.satisfaction import account_satisfaction
from graph.analysis.sentiment import read_texts
from graph.analysis.ties import TiesUpdate, newest_moment, update_ties
from graph.analysis.value_tier import account_tier
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError, UsageError

__all__ = ["ACCOUNTS", "BETWEEN", "METHODS", "OF_NOW", "PEOPLE", "Progress", "Run", "analyze"]

PEOPLE: Mapping[str, Callable[[Market], pl.DataFrame | Found]] = {
    "pagerank": market.ranked,
    "betweenness": market.bridging,
    "harmonic": market.central,
    "degree": market.known,
    "core": influence.cored,
    "constraint": influence.constrained,
    "reach": influence.reaching,
    "seeds": influence.chosen,
    "referrals": people_referrals,
    "clusters": market_clusters.clustered,
    "layout": market.placed,
}
"""What is said of people: by name, a function to a table of `key` and columns of its own."""

ACCOUNTS: Mapping[str, Callable[[AccountData], pl.DataFrame | Found]] = {
    "rfm": account_rfm,
    "tier": account_tier,
    "activity": account_activity,
    "lifecycle": account_lifecycle,
    "lifetime_value": account_lifetime_value,
    "referral_value": account_referral_value,
    "account_referrals": account_referrals,
    "health": account_health,
    "coverage": account_coverage,
    "fragility": account_fragility,
    "churn": account_churn,
    "churn_model": account_churn_model,
    "intent": account_intent,
    "recommend": account_recommend,
    "satisfaction": account_satisfaction,
}
"""What is said of accounts: by name, a function to a table of `id` and columns of its own. One that builds on another
asks `AccountData.found` for it."""

BETWEEN: Mapping[str, Callable[[AccountData], pl.DataFrame]] = {
    "carriers": carriers,
    "links": links,
    "relations": guesses,
}
"""What is said of relations: by name, a function to a table whose rows the query `analysis/write_NAME` writes."""

OF_NOW = ("links", "relations")
"""Those of BETWEEN that the graph holds for the newest moment alone, as it does ties."""

METHODS = ("ties", *PEOPLE, *ACCOUNTS, *BETWEEN)
"""What can be asked for alone. Ties are always brought up to date."""

Progress = Callable[[str, float], None]
"""Told what is being done, and which share of it is done, 0 to 1."""

_NOT_ANALYSIS = {"graph", "app", "ingest", "identity", "sync", "web", "console"}
"""Sections of the configuration that no answer depends on."""

_LOAD = "Load accounts, interactions or referrals: guanxi ingest."

_M = TypeVar("_M")


@dataclass(frozen=True)
class Run:
    """An analysis. `id` is None where only ties were asked for; `reused` says that nothing had changed since.

    `notes` say why some methods found nothing, by method.
    """

    at: datetime
    as_of: datetime
    update: TiesUpdate
    id: str | None = None
    basis: str = "ties"
    people: int = 0
    ties: int = 0
    accounts: int = 0
    seconds: float = 0.0
    reused: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


def analyze(
    store: Store,
    settings: Settings,
    *,
    as_of: datetime | None = None,
    only: Collection[str] | None = None,
    with_employees: bool = False,
    rebuild: bool = False,
    progress: Progress = lambda step, done: None,
) -> Run:
    """Analyse people and accounts, write the readings under a new run, and bring ties up to date.

    Where inputs and parameters are those of an earlier run, that run is returned and no other is written. A run
    counts only when all of it is written: one that is interrupted leaves the last one whole.

    Parameters
    ----------
    as_of
        The moment to describe; nothing later has any influence. None is `graph.analysis.ties.newest_moment`. A run of
        an earlier moment is kept for histories: maps, lists and the ties in the graph stay those of the newest.
    only
        Some of METHODS. A run without all of them is kept for queries; maps and lists show the newest full one.
    with_employees
        Whether our own people are in the network too; they are never ranked.
    rebuild
        Count all ties anew.

    Raises
    ------
    UsageError
        For a method that does not exist.
    GuanxiError
        Where nobody is tied to anybody, and there are no accounts.
    """
    methods = tuple(name for name in METHODS if only is None or name in only)
    unknown = sorted(set(only or ()) - set(METHODS))
    if unknown or not methods:
        raise UsageError(f"There is no method {', '.join(unknown)!r}.", f"Choose from {', '.join(METHODS)}.")
    settings.home.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.home / "analysis.lock"):
        newest = newest_moment(store)
        data = AccountData(store, settings, as_of or newest)
        analysis = _Analysis(data, methods, with_employees, rebuild, data.as_of < newest, progress)
        return analysis.run()


class _Analysis:
    """What is asked, and what is found."""

    def __init__(
        self,
        data: AccountData,
        methods: tuple[str, ...],
        with_employees: bool,
        rebuild: bool,
        past: bool,
        progress: Progress,
    ) -> None:
        self.began, self.at = time.monotonic(), datetime.now(UTC)
        self.data, self.methods, self.progress = data, methods, progress
        self.rebuild, self.past = rebuild, past
        self.full = methods == METHODS
        self.complete = self.full and not past
        self.market = Market(data, with_employees, progress)
        self.facts: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, str] = {}

    def run(self) -> Run:
        if self.methods == ("ties",):
            return Run(self.at, self.data.as_of, self._update_ties(), seconds=time.monotonic() - self.began)
        self._read_texts()
        for number, name in enumerate(INPUTS):
            self.progress(f"Reading {name.replace('_', ' ')}", number / len(INPUTS))
            self.data.table(name)
        parameters = self._parameters()
        fingerprint = hashlib.sha256(self.data.fingerprint() + parameters.encode()).hexdigest()
        if earlier := writing.run_like(self.data.store, fingerprint, complete=self.complete):
            return Run(as_of=self.data.as_of, update=self._update_ties(), reused=True, **earlier)
        people, accounts = self._people(), self._accounts()
        of_accounts = {*ACCOUNTS, *BETWEEN} & set(self.methods)
        if people.is_empty() and (self.data.customers.is_empty() or not of_accounts):
            raise GuanxiError("Nobody is tied to anybody yet, and there are no accounts.", _LOAD)
        identifier = f"{self.at:%Y%m%dT%H%M%S%f}-{fingerprint[:8]}"
        counts: dict[str, Any] = {"people": people.height, "accounts": accounts.height, "ties": 0, "basis": "ties"}
        if people.height:
            counts.update(ties=self.market.network.ties, basis=self.market.network.basis)
        properties = {
            "as_of": self.data.as_of,
            "complete": self.complete,
            "full": self.full,
            "fingerprint": fingerprint,
            **counts,
        }
        self._write(identifier, people, accounts, {**properties, "parameters": parameters})
        update, seconds = self._update_ties(), time.monotonic() - self.began
        writing.finish(self.data.store, identifier, self.at, seconds, self.facts, self.notes)
        writing.drop_earlier(
            self.data.store, identifier, [name for name in OF_NOW if name in self.methods and not self.past]
        )
        return Run(self.at, self.data.as_of, update, identifier, seconds=seconds, notes=self.notes, **counts)

    def _read_texts(self) -> None:
        if not {"churn", "satisfaction"} & set(self.methods):
            return
        self.progress("Reading texts", 0.0)
        try:
            read_texts(self.data.store, self.data.settings)
        except GuanxiError as error:
            self.notes["sentiment"] = f"{error.message} {error.hint}".strip()

    def _parameters(self) -> str:
        """All that answers depend on, beside the inputs, as JSON."""
        settings = self.data.settings.model_dump(mode="json", exclude=_NOT_ANALYSIS)
        asked = {"methods": self.methods, "with_employees": self.market.with_employees}
        return json.dumps({**settings, **asked}, sort_keys=True)

    def _people(self) -> pl.DataFrame:
        asked = {name: method for name, method in PEOPLE.items() if name in self.methods}
        if not asked or not self.market.network.ties:
            return pl.DataFrame(schema={"key": pl.String})
        return self._joined(self.market.readings(), asked, lambda method: method(self.market))

    def _accounts(self) -> pl.DataFrame:
        asked = {name: method for name, method in ACCOUNTS.items() if name in self.methods}
        everybody = self.data.customers.select("id")
        return self._joined(everybody if asked else everybody.clear(), asked, self.data.found)

    def _between(self) -> dict[str, pl.DataFrame]:
        asked = [name for name in BETWEEN if name in self.methods and not (self.past and name in OF_NOW)]
        return {name: BETWEEN[name](self.data) for name in asked}

    def _joined(
        self, rows: pl.DataFrame, methods: Mapping[str, _M], find: Callable[[_M], pl.DataFrame | Found]
    ) -> pl.DataFrame:
        """`rows`, whose first column is the key, with the columns that each method finds."""
        key = rows.columns[0]
        for number, (name, method) in enumerate(methods.items()):
            self.progress(name.replace("_", " ").capitalize(), number / len(methods))
            try:
                found = find(method)
            except GuanxiError as error:
                self.notes[name] = f"{error.message} {error.hint}".strip()
                continue
            if isinstance(found, Found):
                self.facts.update({name: found.facts} if found.facts else {})
                found = found.rows
            rows = rows.join(found, on=key, how="left", maintain_order="left", validate="1:1", suffix=f"_{name}")
        return rows

    def _write(self, run: str, people: pl.DataFrame, accounts: pl.DataFrame, properties: dict[str, Any]) -> None:
        store, size = self.data.store, self.data.settings.graph.batch_rows
        writing.begin(store, run, properties, size)
        writing.write_people(store, run, people, size, lambda done: self.progress("Writing people", done))
        writing.write_accounts(store, run, accounts, size, lambda done: self.progress("Writing accounts", done))
        for name, rows in self._between().items():
            writing.write_rows(store, name, run, rows, size, partial(self.progress, f"Writing {name}"))
        if "cluster" in people.columns:
            writing.write_clusters(store, run, market_clusters.clusters(self.market), people, size)

    def _update_ties(self) -> TiesUpdate:
        """Those of an earlier moment are not written: the graph holds the newest ones."""
        if self.past:
            return TiesUpdate(self.data.as_of, "apart", 0)
        return update_ties(
            self.data.store,
            self.data.settings,
            as_of=self.data.as_of,
            rebuild=self.rebuild,
            thorough=bool(self.data.read),
            participations=self._participations if "interactions" in self.data.read else None,
            progress=lambda done: self.progress("Writing ties", done),
        )

    def _participations(self, batches: list[str]) -> pl.DataFrame:
        """What has been read already, of some imports."""
        return self.data.participations.filter(pl.col("batch").is_in(batches)).with_columns(
            pl.col("at").dt.epoch("ms") / 1000
        )
