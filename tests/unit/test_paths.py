"""The k best paths are those of NetworkX and of trying all, and little of a large network is read for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise
from math import inf, log, prod

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.paths import Neighbours, best_paths

networks = st.builds(
    lambda n, density, seed: drawn(n, density, seed),
    st.integers(2, 7),
    st.floats(0.1, 0.9),
    st.integers(0, 10**6),
)


def drawn(n: int, density: float, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    graph = nx.relabel_nodes(nx.fast_gnp_random_graph(n, density, seed=seed), str)
    for *_, data in graph.edges(data=True):
        data["weight"] = float(rng.uniform(0.01, 0.7))
        data["length"] = -log(data["weight"])
    return graph


def edges(graph: nx.Graph, read: list[str] | None = None) -> Neighbours:
    def neighbours(nodes: Sequence[str]) -> Iterable[tuple[str, str, float]]:
        if read is not None:
            read.extend(nodes)
        return [(node, other, graph[node][other]["weight"]) for node in nodes for other in graph[node]]

    return neighbours


@settings(max_examples=60, deadline=None)
@given(networks, st.integers(1, 12), st.booleans())
def test_paths_are_the_best_of_all(graph: nx.Graph, k: int, widen_source: bool) -> None:
    found = best_paths(edges(graph), "0", "1", k, widen_source=widen_source, least=1e-300)
    everyone = sorted(nx.path_weight(graph, path, "length") for path in nx.all_simple_paths(graph, "0", "1"))
    assert [-log(one) for one in found.strengths] == pytest.approx(everyone[:k])
    assert len({tuple(path) for path in found.paths}) == len(found.paths)
    for path, strength in zip(found.paths, found.strengths, strict=True):
        assert (path[0], path[-1]) == ("0", "1") and len(set(path)) == len(path)
        assert strength == pytest.approx(prod(graph[a][b]["weight"] for a, b in pairwise(path)))
    assert found.below == (pytest.approx(found.strengths[-1]) if len(everyone) >= k else 0)


@pytest.mark.parametrize("seed", range(6))
def test_paths_of_larger_networks_are_those_of_networkx(seed: int) -> None:
    graph = drawn(400, 0.015, seed)
    found = best_paths(edges(graph), "0", "1", 15, least=1e-300)
    wanted = islice(nx.shortest_simple_paths(graph, "0", "1", "length"), 15)
    assert [-log(one) for one in found.strengths] == pytest.approx(
        [nx.path_weight(graph, path, "length") for path in wanted]
    )


def test_little_is_read_of_a_large_network() -> None:
    graph = drawn(5_000, 10 / 5_000, 3)
    read: list[str] = []
    found = best_paths(edges(graph, read), "0", "1", 3)
    assert len(found.paths) == 3 and len(read) == len(set(read)) < 1_500
    for bounds in ({"most_read": 64}, {"least": 0.9}):
        bounded = best_paths(edges(graph), "0", "1", 3, **bounds)
        sure = [best for best in found.strengths if best > bounded.below]
        assert bounded.paths and bounded.strengths[: len(sure)] == pytest.approx(sure), "exact above `below`"
    lonely = nx.Graph(graph)
    lonely.add_node("alone")
    read.clear()
    assert best_paths(edges(lonely, read), "0", "alone", 3).paths == [] and len(read) <= 64


@pytest.mark.parametrize("kind", [nx.path_graph, nx.star_graph, nx.cycle_graph, nx.complete_graph])
def test_paths_of_known_graphs(kind: Callable[[int], nx.Graph]) -> None:
    graph = nx.relabel_nodes(kind(6), str)
    nx.set_edge_attributes(graph, 0.5, "weight")
    found = best_paths(edges(graph), "0", "3", 100, least=1e-300)
    assert len(found.paths) == sum(1 for _ in nx.all_simple_paths(graph, "0", "3"))
    assert found.strengths == sorted(found.strengths, reverse=True) and found.strengths[0] < inf
