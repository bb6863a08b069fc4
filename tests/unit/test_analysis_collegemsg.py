"""A real network: 59,835 messages among students. What is published of it comes out, and NetworkX agrees."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy.sparse.csgraph import shortest_path

from graph.analysis.betweenness import betweenness
from graph.analysis.harmonic import harmonic
from graph.analysis.network import EDGES, Network, build
from graph.analysis.pagerank import pagerank
from graph.analysis.strength import tally, with_strength
from guanxi.config import StrengthConfig

MESSAGES = Path(__file__).parents[1] / "data" / "collegemsg" / "CollegeMsg.txt"


@pytest.fixture(scope="module")
def ties() -> pl.DataFrame:
    columns = ["from", "to", "at"]
    rows = pl.read_csv(MESSAGES, separator=" ", has_header=False, new_columns=columns).with_row_index("interaction")
    parts = [
        rows.select(
            pl.col("interaction").cast(pl.String),
            pl.col("at").cast(pl.Float64),
            pl.lit("chat").alias("channel"),
            pl.format("contact:{}", role).alias("person"),
            pl.lit(role).alias("role"),
        )
        for role in ("from", "to")
    ]
    config = StrengthConfig()
    return with_strength(tally(pl.concat(parts), float(rows["at"].max()), config), config.s0)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def network(ties: pl.DataFrame) -> Network:
    return build(ties.select("a", "b", weight=pl.col("strength") / 100), pl.DataFrame(schema=EDGES))


def test_people_and_pairs_are_those_published(ties: pl.DataFrame, network: Network) -> None:
    assert len(network.keys) == 1899
    assert network.ties == ties.height == 13_838
    assert ties["count"].sum() == 59_835
    assert (ties["sent"] + ties["received"] == ties["count"]).all()
    assert (ties["sent"] > 0).sum() + (ties["received"] > 0).sum() == 20_296


def test_networkx_agrees(network: Network) -> None:
    graph = nx.from_scipy_sparse_array(network.weights)
    wanted = nx.pagerank(graph, tol=1e-15, max_iter=1000)
    np.testing.assert_allclose(pagerank(network.flow), list(wanted.values()), rtol=1e-6)
    some = [0, 7, 500]
    close = nx.harmonic_centrality(graph, nbunch=some)
    np.testing.assert_allclose(harmonic(network.weights)[some], [close[node] for node in some])


def test_all_betweenness_is_the_length_of_all_paths(network: Network) -> None:
    """A second way to the same sum: a shortest path of d steps passes d - 1 people."""
    steps = shortest_path(network.weights, unweighted=True)
    passed = steps[np.isfinite(steps) & (steps > 0)] - 1
    assert betweenness(network.weights).sum() * 1898 * 1897 == pytest.approx(passed.sum())
