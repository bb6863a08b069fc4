"""Core numbers and constraint against NetworkX and known answers."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from graph.analysis.constraint import constraint
from graph.analysis.kcore import core_numbers


def _matrix(graph: nx.Graph) -> csr_array:
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), dtype=float))


def _random(n: int, density: float, seed: int) -> nx.Graph:
    graph = nx.gnp_random_graph(n, density, seed=seed)
    rng = np.random.default_rng(seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = float(rng.random() + 0.01)
    return graph


NETWORKS = st.builds(_random, st.integers(1, 40), st.floats(0, 0.5), st.integers(0, 10_000))


@settings(max_examples=60, deadline=None)
@given(NETWORKS)
def test_core_numbers_are_networkx(graph: nx.Graph) -> None:
    expected = nx.core_number(graph)
    assert core_numbers(_matrix(graph)).tolist() == [expected[node] for node in range(len(graph))]


@settings(max_examples=60, deadline=None)
@given(NETWORKS)
def test_constraint_is_networkx(graph: nx.Graph) -> None:
    expected = nx.constraint(graph, weight="weight")
    assert constraint(_matrix(graph)) == pytest.approx([expected[node] for node in range(len(graph))], nan_ok=True)


def test_a_circle_of_friends_with_somebody_at_its_edge() -> None:
    graph = nx.complete_graph(5)
    graph.add_edge(4, 5)
    assert core_numbers(_matrix(graph)).tolist() == [4, 4, 4, 4, 4, 1]


def test_the_middle_of_a_star_is_free_and_its_ends_are_not() -> None:
    found = constraint(_matrix(nx.star_graph(4)))
    assert found.tolist() == pytest.approx([0.25, 1.0, 1.0, 1.0, 1.0])
