"""Readings agree with NetworkX on its own graphs, and keep their invariants on others."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.analysis.betweenness import betweenness
from graph.analysis.communities import communities, modularity
from graph.analysis.degree import degree, total_strength
from graph.analysis.harmonic import harmonic, harmonic_error
from graph.analysis.layout import EXTENT, layout
from graph.analysis.pagerank import pagerank

Reading = Callable[[csr_array], NDArray[np.float64]]

UNDIRECTED: dict[str, nx.Graph] = {
    "karate": nx.karate_club_graph(),
    "les miserables": nx.les_miserables_graph(),
    "florentine": nx.florentine_families_graph(),
    "davis": nx.davis_southern_women_graph(),
    "path": nx.path_graph(12),
    "star": nx.star_graph(9),
    "cycle even": nx.cycle_graph(8),
    "cycle odd": nx.cycle_graph(9),
    "complete": nx.complete_graph(7),
    "grid": nx.grid_2d_graph(5, 4),
    "disconnected": nx.disjoint_union_all([nx.path_graph(4), nx.star_graph(5), nx.empty_graph(3)]),
    "no ties": nx.empty_graph(4),
    "one": nx.empty_graph(1),
    "two": nx.path_graph(2),
    "barbell": nx.barbell_graph(20, 90),
}
DIRECTED: dict[str, nx.DiGraph] = {
    "sinks": nx.DiGraph([(0, 1), (2, 1), (3, 1), (3, 4)]),
    "all sinks": nx.create_empty_copy(nx.DiGraph([(0, 1), (1, 2)])),
    "cycle": nx.cycle_graph(6, create_using=nx.DiGraph),
    "gnr": nx.gnr_graph(40, 0.3, seed=3),
    "random": nx.gnp_random_graph(60, 0.05, seed=5, directed=True),
}
undirected = pytest.mark.parametrize("name", UNDIRECTED)
everything = pytest.mark.parametrize("graph", [*UNDIRECTED.values(), *DIRECTED.values()], ids=[*UNDIRECTED, *DIRECTED])


def matrix(graph: nx.Graph) -> csr_array:
    return csr_array(nx.to_scipy_sparse_array(graph, dtype=float, weight="weight"))


def assert_agrees(found: NDArray[np.float64], graph: nx.Graph, wanted: dict[object, float]) -> None:
    np.testing.assert_allclose(found, [wanted[node] for node in graph], rtol=1e-6, atol=1e-9)


@everything
@pytest.mark.parametrize("damping", [0.85, 0.5])
def test_pagerank_is_that_of_networkx(graph: nx.Graph, damping: float) -> None:
    found = pagerank(matrix(graph), damping)
    assert_agrees(found, graph, nx.pagerank(graph, damping, tol=1e-12, max_iter=10_000))
    assert found.sum() == pytest.approx(1)


@everything
def test_betweenness_is_that_of_networkx(graph: nx.Graph) -> None:
    assert_agrees(betweenness(matrix(graph)), graph, nx.betweenness_centrality(graph))


@everything
def test_harmonic_is_that_of_networkx(graph: nx.Graph) -> None:
    assert_agrees(harmonic(matrix(graph)), graph, nx.harmonic_centrality(graph))


@undirected
def test_degree_and_strength_are_those_of_networkx(name: str) -> None:
    graph = UNDIRECTED[name]
    assert degree(matrix(graph)).tolist() == [graph.degree[node] for node in graph]
    assert_agrees(total_strength(matrix(graph)), graph, dict(graph.degree(weight="weight")))


@pytest.mark.parametrize("method", [betweenness, harmonic])
def test_sampling_everybody_is_exact(method: Callable[..., NDArray[np.float64]]) -> None:
    adjacency = matrix(UNDIRECTED["karate"])
    np.testing.assert_allclose(method(adjacency, np.arange(34)), method(adjacency))


@pytest.mark.parametrize("method", [betweenness, harmonic])
def test_samples_are_right_on_average(method: Callable[..., NDArray[np.float64]]) -> None:
    adjacency = matrix(UNDIRECTED["karate"])
    exact = method(adjacency)
    rng = np.random.default_rng(3)
    estimates = [method(adjacency, rng.choice(34, 12, replace=False)) for _ in range(300)]
    np.testing.assert_allclose(np.mean(estimates, axis=0), exact, rtol=0.1, atol=0.02 * exact.max())


def test_harmonic_estimates_keep_their_bound() -> None:
    adjacency = matrix(nx.powerlaw_cluster_graph(600, 3, 0.3, seed=1))
    exact = harmonic(adjacency)
    for seed in range(5):
        sources = np.random.default_rng(seed).choice(600, 150, replace=False)
        error = np.abs(harmonic(adjacency, sources) - exact).max() / 599
        assert error < harmonic_error(600, 150) / 3


def test_betweenness_tells_how_far_it_is() -> None:
    told: list[float] = []
    betweenness(matrix(UNDIRECTED["karate"]), None, told.append)
    assert told == sorted(told)
    assert told[-1] == 1


@undirected
def test_communities_are_a_numbered_partition_that_networkx_finds_good(name: str) -> None:
    graph = UNDIRECTED[name]
    adjacency = matrix(graph)
    found = communities(adjacency)
    sizes = np.bincount(found)
    assert sizes.min() > 0
    assert (np.diff(sizes) <= 0).all()
    groups = [{node for node, number in zip(graph, found, strict=True) if number == c} for c in range(len(sizes))]
    assert nx.community.is_partition(graph, groups)
    assert all(nx.is_connected(graph.subgraph(group)) for group in groups)
    if graph.number_of_edges():
        quality = nx.community.modularity(graph, groups)
        assert modularity(adjacency, found) == pytest.approx(quality)
        assert quality >= nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1)) - 0.04
    np.testing.assert_array_equal(communities(adjacency), found)


def test_communities_are_those_planted() -> None:
    graph = nx.planted_partition_graph(4, 25, 0.6, 0.02, seed=2)
    found = communities(matrix(graph))
    assert [len(set(found[i : i + 25])) for i in range(0, 100, 25)] == [1, 1, 1, 1]
    assert found.max() == 3


def test_a_higher_resolution_finds_more() -> None:
    adjacency = matrix(UNDIRECTED["les miserables"])
    assert communities(adjacency, 3.0).max() > communities(adjacency, 0.5).max()


@undirected
def test_places_are_distinct_inside_the_map_and_always_the_same(name: str) -> None:
    adjacency = matrix(UNDIRECTED[name])
    found, importance = communities(adjacency), pagerank(adjacency)
    places = layout(adjacency, found, importance)
    assert np.isfinite(places).all()
    assert np.abs(places).max() <= EXTENT + 1e-6
    assert len(np.unique(places.round(6), axis=0)) == len(places)
    np.testing.assert_array_equal(layout(adjacency, found, importance), places)


def test_who_was_on_the_map_before_is_found_there_again() -> None:
    """After a tenth has left and newcomers have come, people stand near where they stood, whatever a fresh map says."""
    graph = nx.planted_partition_graph(8, 50, 0.3, 0.01, seed=4)
    adjacency = matrix(graph)
    found = communities(adjacency)
    full = layout(adjacency, found, pagerank(adjacency))
    stay = np.arange(400) % 10 != 0
    fewer = adjacency[stay][:, stay]
    before = layout(fewer, communities(fewer), pagerank(fewer))
    known = np.full((400, 2), np.nan)
    known[stay] = before

    again = layout(adjacency, found, pagerank(adjacency), known)

    moved = np.hypot(*(again - known)[stay].T)
    afresh = np.hypot(*(full - known)[stay].T)
    assert np.median(moved) < 130 < np.median(afresh) / 4
    for number in range(8):
        members = found[stay] == number
        assert np.hypot(*(again - known)[stay][members].mean(axis=0)) < 40
    assert np.abs(again).max() <= EXTENT + 1e-6
    unchanged = np.hypot(*(layout(adjacency, found, pagerank(adjacency), full) - full).T)
    assert np.quantile(unchanged, 0.9) < 10


def test_clusters_do_not_lie_on_each_other() -> None:
    graph = nx.planted_partition_graph(6, 40, 0.4, 0.01, seed=2)
    adjacency = matrix(graph)
    found = communities(adjacency)
    places = layout(adjacency, found, pagerank(adjacency))
    centres = np.array([places[found == number].mean(axis=0) for number in range(6)])
    nearest = np.hypot(*(places[:, None, :] - centres[None, :, :]).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == found).mean() > 0.98


networks = st.integers(1, 12).flatmap(
    lambda n: st.lists(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.floats(0.01, 5)).filter(lambda e: e[0] != e[1]),
        max_size=25,
    ).map(lambda found: _graph(n, found))
)


def _graph(n: int, found: list[tuple[int, int, float]]) -> nx.Graph:
    graph = nx.empty_graph(n)
    graph.add_weighted_edges_from(found)
    return graph


@settings(max_examples=40, deadline=None)
@given(networks)
def test_any_network_agrees_with_networkx(graph: nx.Graph) -> None:
    adjacency = matrix(graph)
    assert_agrees(pagerank(adjacency), graph, nx.pagerank(graph, tol=1e-12, max_iter=10_000))
    assert_agrees(betweenness(adjacency), graph, nx.betweenness_centrality(graph))
    assert_agrees(harmonic(adjacency), graph, nx.harmonic_centrality(graph))
    assert np.isfinite(layout(adjacency, communities(adjacency), pagerank(adjacency))).all()
