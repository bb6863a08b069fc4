"""One analysis from end to end: ties, network, readings, clusters, places; written under an AnalysisRun."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from filelock import FileLock
from numpy.typing import NDArray

from graph import queries
from graph.analysis.betweenness import betweenness
from graph.analysis.cluster_names import FACTS, name_clusters
from graph.analysis.communities import communities
from graph.analysis.degree import degree, total_strength
from graph.analysis.harmonic import harmonic
from graph.analysis.layout import layout
from graph.analysis.network import Network, read_network
from graph.analysis.pagerank import pagerank
from graph.analysis.ties import TiesUpdate, update_ties
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import GuanxiError, UsageError

__all__ = ["METHODS", "Progress", "Run", "analyze"]

METHODS = ("ties", "pagerank", "betweenness", "harmonic", "degree", "clusters", "layout")
"""What can be asked for alone. Ties are always brought up to date first."""

Progress = Callable[[str, float], None]
"""Told what is being done, and which share of it is done, 0 to 1."""


@dataclass(frozen=True)
class Run:
    """An analysis. `id` is None where only ties were asked for; `reused` says that nothing had changed since."""

    id: str | None
    at: datetime
    as_of: datetime
    basis: str
    people: int
    ties: int
    seconds: float
    reused: bool
    update: TiesUpdate


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
    """Bring ties up to date, analyse the market network, and write the readings under a new run.

    Where network, names and parameters are those of the newest run, that run is returned and nothing is written.

    Parameters
    ----------
    as_of
        The moment to describe; see `graph.analysis.ties.update_ties`.
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
        Where nobody is tied to anybody.
    """
    methods = tuple(name for name in METHODS if only is None or name in only)
    unknown = sorted(set(only or ()) - set(METHODS))
    if unknown or not methods:
        raise UsageError(f"There is no method {', '.join(unknown)!r}.", f"Choose from {', '.join(METHODS)}.")
    settings.home.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.home / "analysis.lock"):
        return _analyze(store, settings, as_of, methods, with_employees, rebuild, progress)


def _analyze(
    store: Store,
    settings: Settings,
    as_of: datetime | None,
    methods: tuple[str, ...],
    with_employees: bool,
    rebuild: bool,
    progress: Progress,
) -> Run:
    began, at = time.monotonic(), datetime.now(UTC)
    update = update_ties(
        store, settings, as_of=as_of, rebuild=rebuild, progress=lambda done: progress("Writing ties", done)
    )
    progress("Reading the network", 0.0)
    network = read_network(store, settings, with_employees=with_employees)
    if not network.ties:
        raise GuanxiError(
            "Nobody is tied to anybody yet.", "Load interactions, referrals, or accounts with owners: guanxi ingest."
        )
    run = Run(
        None, at, update.as_of, network.basis, len(network.keys), network.ties, time.monotonic() - began, False, update
    )
    if methods == ("ties",):
        return run
    facts = _facts(store, network)
    parameters = {
        "clusters": settings.clusters.model_dump(),
        "influence": settings.influence.model_dump(),
        "methods": methods,
        "with_employees": with_employees,
    }
    fingerprint = _fingerprint(network, facts, parameters)
    complete = methods == METHODS
    for newest in store.read("analysis/newest_run", complete=complete):
        if newest["fingerprint"] == fingerprint:
            return replace(run, id=newest["id"], at=newest["at"].to_native(), seconds=newest["seconds"], reused=True)
    identifier = f"{at:%Y%m%dT%H%M%S%f}-{fingerprint[:8]}"
    _delete_unfinished(store, settings)
    properties = {
        "as_of": update.as_of,
        "parameters": json.dumps(parameters),
        "people": run.people,
        "ties": run.ties,
        "fingerprint": fingerprint,
        "basis": run.basis,
        "complete": complete,
    }
    store.write("analysis/begin_run", id=identifier, properties=properties)
    results = _Results(network, facts, settings, progress)
    _write(store, settings, identifier, results, methods, progress)
    seconds = time.monotonic() - began
    store.write("analysis/finish_run", id=identifier, at=at, seconds=seconds)
    return replace(run, id=identifier, seconds=seconds)


class _Results:
    """What is computed from a network, each when it is first asked for."""

    def __init__(self, network: Network, facts: pl.DataFrame, settings: Settings, progress: Progress) -> None:
        self.network = network
        self.facts = facts
        self.settings = settings
        self.progress = progress

    @cached_property
    def pagerank(self) -> NDArray[np.float64]:
        self.progress("PageRank", 0.0)
        return pagerank(self.network.flow, self.settings.influence.damping)

    @cached_property
    def betweenness(self) -> NDArray[np.float64]:
        influence = self.settings.influence
        sources = self._sources(influence.exact_betweenness_nodes, influence.betweenness_sources)
        return betweenness(self.network.weights, sources, lambda done: self.progress("Betweenness", done))

    @cached_property
    def harmonic(self) -> NDArray[np.float64]:
        influence = self.settings.influence
        sources = self._sources(influence.exact_harmonic_nodes, influence.harmonic_sources)
        return harmonic(self.network.weights, sources, lambda done: self.progress("Harmonic centrality", done))

    @cached_property
    def membership(self) -> NDArray[np.int64]:
        self.progress("Clusters", 0.0)
        clusters = self.settings.clusters
        return communities(self.network.weights, clusters.resolution, clusters.seed)

    def readings(self, methods: Collection[str]) -> pl.DataFrame:
        """A row for each person, a column for each reading that is asked for."""
        weights = self.network.weights
        found = pl.DataFrame({"key": self.network.keys.astype(str)})
        if "pagerank" in methods:
            rank = pl.when(pl.Series(self.network.ranked)).then(pl.Series(self._ranks()))
            found = found.with_columns(rank.alias("rank"), pagerank=pl.Series(self.pagerank))
        if "betweenness" in methods:
            found = found.with_columns(betweenness=pl.Series(self.betweenness))
        if "harmonic" in methods:
            found = found.with_columns(harmonic=pl.Series(self.harmonic))
        if "degree" in methods:
            strength = pl.Series(total_strength(weights) * 100)
            found = found.with_columns(degree=pl.Series(degree(weights)), strength=strength)
        if "clusters" in methods:
            found = found.with_columns(cluster=pl.Series(self.membership))
        if "layout" in methods:
            self.progress("Places on the map", 0.0)
            places = layout(weights, self.membership, self.pagerank, self.settings.clusters.seed)
            found = found.with_columns(x=pl.Series(places[:, 0]), y=pl.Series(places[:, 1]))
        return found

    def clusters(self) -> list[dict[str, Any]]:
        """The properties of each community, by number."""
        names = name_clusters(self.membership, self.facts, total_strength(self.network.weights))
        return [
            {
                "number": number,
                "name": named.name,
                "description": named.description,
                "size": size,
                "facts": json.dumps(named.facts, ensure_ascii=False),
            }
            for number, (named, size) in enumerate(zip(names, np.bincount(self.membership).tolist(), strict=True))
        ]

    def _ranks(self) -> NDArray[np.int64]:
        """The place of each ranked person by PageRank, from 1; of equals, the smaller key comes first."""
        order = np.lexsort((np.arange(len(self.pagerank)), -self.pagerank, ~self.network.ranked))
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(1, len(order) + 1)
        return ranks

    def _sources(self, exact: int, samples: int) -> NDArray[np.int64] | None:
        n = len(self.network.keys)
        if n <= max(exact, samples):
            return None
        return np.random.default_rng(self.settings.clusters.seed).choice(n, samples, replace=False)


def _write(
    store: Store, settings: Settings, run: str, results: _Results, methods: Collection[str], progress: Progress
) -> None:
    size = settings.graph.batch_rows
    readings = results.readings(methods)
    names = [name for name in readings.columns if name != "key"]
    if names:
        rows = readings.select("key", readings=pl.struct(names))
        for start in range(0, rows.height, size):
            store.write("analysis/write_scores", run=run, rows=rows[start : start + size].to_dicts())
            progress("Writing readings", min(1.0, (start + size) / rows.height))
    if "clusters" in methods:
        found = [{"id": f"{run}:{properties['number']}", "properties": properties} for properties in results.clusters()]
        store.write_batches("analysis/write_communities", found, size, run=run)
        members = readings.select("key", community=pl.format("{}:{}", pl.lit(run), "cluster"))
        store.write_batches("analysis/write_members", members.to_dicts(), size)


def _facts(store: Store, network: Network) -> pl.DataFrame:
    """What is known of the network's people, in its order."""
    keys = pl.DataFrame({"key": network.keys.astype(str)})
    return keys.join(store.frame("analysis/people_facts", FACTS), on="key", how="left", maintain_order="left")


def _fingerprint(network: Network, facts: pl.DataFrame, parameters: dict[str, Any]) -> str:
    digest = hashlib.sha256(network.fingerprint())
    digest.update(facts.write_csv().encode())
    digest.update(json.dumps(parameters, sort_keys=True).encode())
    return digest.hexdigest()


def _delete_unfinished(store: Store, settings: Settings) -> None:
    for name in ("analysis/delete_unfinished_members", "analysis/delete_unfinished_scores"):
        store.run_alone(queries.get(name).text, batch_rows=settings.graph.batch_rows)
    store.write("analysis/delete_unfinished_runs")
