"""The people of the market: what each method says of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from graph.analysis import betweenness, communities, degree, harmonic, layout, pagerank
from graph.analysis.account_data import AccountData
from graph.analysis.cluster_matching import UNKNOWN, match_clusters
from graph.analysis.cluster_names import FACTS
from graph.analysis.network import Network, read_network

__all__ = ["Market", "bridging", "central", "known", "placed", "ranked"]


class Market:
    """The market network at a moment, and what several methods need of it, each computed when first asked for.

    Parameters
    ----------
    with_employees
        Whether our own people are in the network too; they are never ranked.
    progress
        Told what is being done, and which share of it is done, 0 to 1.
    """

    def __init__(self, data: AccountData, with_employees: bool, progress: Callable[[str, float], None]) -> None:
        self.data = data
        self.settings = data.settings
        self.with_employees = with_employees
        self.progress = progress

    @cached_property
    def network(self) -> Network:
        self.progress("Network", 0.0)
        return read_network(self.data, with_employees=self.with_employees)

    @cached_property
    def facts(self) -> pl.DataFrame:
        """What is known of the network's people, in its order: columns FACTS."""
        account = self.data.customers.select(
            customer="id",
            company="name",
            industry="industry",
            there="city",
            region=pl.coalesce("region", "country"),
        )
        people = self.data.people.join(account, on="customer", how="left").with_columns(pl.coalesce("city", "there"))
        return self._keys().join(people.select(*FACTS), on="key", how="left", maintain_order="left")

    @cached_property
    def pagerank(self) -> NDArray[np.float64]:
        self.progress("PageRank", 0.0)
        return pagerank.pagerank(self.network.flow, self.settings.influence.damping)

    @cached_property
    def membership(self) -> NDArray[np.int64]:
        self.progress("Clusters", 0.0)
        config = self.settings.clusters
        return communities.communities(self.network.weights, config.resolution, config.seed)

    @cached_property
    def previous(self) -> NDArray[np.int64]:
        """The number of the cluster that each person was in, in the newest full run of no later moment; UNKNOWN for
        none."""
        return self._before["number"].fill_null(UNKNOWN).to_numpy()

    @cached_property
    def places_before(self) -> NDArray[np.float64]:
        """Shape (n, 2): where each person was on the map in that run; nan for those who were not."""
        return self._before.select("x", "y").fill_null(np.nan).to_numpy()

    @cached_property
    def numbers(self) -> NDArray[np.int64]:
        """The lasting number of each cluster of `membership`."""
        return match_clusters(self.previous, self.membership, self.settings.clusters.same)

    @cached_property
    def _before(self) -> pl.DataFrame:
        schema = {"key": pl.String, "number": pl.Int64, "x": pl.Float64, "y": pl.Float64}
        before = self.data.store.frame("analysis/previous_members", schema, as_of=self.data.as_of)
        return self._keys().join(before, on="key", how="left", maintain_order="left")

    def readings(self, **columns: NDArray[Any]) -> pl.DataFrame:
        """A row for each person: `key`, and these columns in the order of the network."""
        return self._keys().with_columns(**{name: pl.Series(values) for name, values in columns.items()})

    def sources(self, exact: int, samples: int) -> NDArray[np.int64] | None:
        """The people to start from: `samples` drawn with the fixed seed, or None for all, if no more than `exact`."""
        n = len(self.network.keys)
        if n <= max(exact, samples):
            return None
        return np.random.default_rng(self.settings.clusters.seed).choice(n, samples, replace=False)

    def _keys(self) -> pl.DataFrame:
        return pl.DataFrame({"key": pl.Series(self.network.keys, dtype=pl.String)})


def ranked(market: Market) -> pl.DataFrame:
    """PageRank, and the place by it of those who are ranked, from 1; of equals, the smaller key comes first."""
    order = np.lexsort((np.arange(len(market.pagerank)), -market.pagerank, ~market.network.ranked))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(1, len(order) + 1)
    found = market.readings(rank=ranks, pagerank=market.pagerank)
    return found.with_columns(pl.when(pl.Series(market.network.ranked)).then("rank").alias("rank"))


def bridging(market: Market) -> pl.DataFrame:
    """Betweenness."""
    influence = market.settings.influence
    sources = market.sources(influence.exact_betweenness_nodes, influence.betweenness_sources)
    tell = lambda done: market.progress("Betweenness", done)  # noqa: E731
    return market.readings(betweenness=betweenness.betweenness(market.network.weights, sources, tell))


def central(market: Market) -> pl.DataFrame:
    """Harmonic centrality."""
    influence = market.settings.influence
    sources = market.sources(influence.exact_harmonic_nodes, influence.harmonic_sources)
    tell = lambda done: market.progress("Harmonic centrality", done)  # noqa: E731
    return market.readings(harmonic=harmonic.harmonic(market.network.weights, sources, tell))


def known(market: Market) -> pl.DataFrame:
    """How many people each knows, and how well in sum."""
    weights = market.network.weights
    return market.readings(degree=degree.degree(weights), strength=degree.total_strength(weights) * 100)


def placed(market: Market) -> pl.DataFrame:
    """Places on the map."""
    membership, importance = market.membership, market.pagerank
    market.progress("Places on the map", 0.0)
    places = layout.layout(
        market.network.weights, membership, importance, market.places_before, seed=market.settings.clusters.seed
    )
    return market.readings(x=places[:, 0], y=places[:, 1])
