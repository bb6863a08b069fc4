"""Reach against exact enumeration, plain simulation and plain greedy."""

from __future__ import annotations

import itertools
import random

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.analysis.reach import Choice, chances, choose, reach_of_each, reached
from guanxi.errors import UsageError

Floats = NDArray[np.float64]


def _exact(matrix: Floats, people: tuple[int, ...]) -> Floats:
    """The chance of each to be won, by going through every way in which the ties may work."""
    edges = list(zip(*np.nonzero(matrix), strict=True))
    total = np.zeros(len(matrix))
    for works in itertools.product((False, True), repeat=len(edges)):
        chance = np.prod([matrix[e] if w else 1 - matrix[e] for e, w in zip(edges, works, strict=True)])
        graph = nx.DiGraph([e for e, w in zip(edges, works, strict=True) if w])
        graph.add_nodes_from(range(len(matrix)))
        won = set(people).union(*(nx.descendants(graph, p) for p in people))
        total[list(won)] += chance
    return total


def _played(graph: nx.Graph, people: list[int], runs: int, seed: int) -> float:
    """The mean number of people won, cascade by cascade."""
    rng = random.Random(seed)
    won_in_all = 0
    for _ in range(runs):
        won, frontier = set(people), list(people)
        while frontier:
            frontier = [
                v
                for u in frontier
                for v, data in graph[u].items()
                if v not in won and rng.random() < data["chance"] and not won.add(v)  # type: ignore[func-returns-value]
            ]
        won_in_all += len(won)
    return won_in_all / runs


SMALL = np.array(
    [
        [0, 0.6, 0.3, 0, 0],
        [0.2, 0, 0.5, 0, 0],
        [0, 0, 0, 0.7, 0],
        [0, 0, 0, 0, 0.4],
        [0.1, 0, 0, 0, 0],
    ]
)
VALUES = np.array([1.0, 5.0, 2.0, 3.0, 10.0])


def test_chances_grow_with_strength() -> None:
    strength = csr_array(np.array([[0.0, 1.0], [0.5, 0.0]]))
    assert chances(strength, 0.2).toarray() == pytest.approx(np.array([[0, 1 - np.exp(-0.2)], [1 - np.exp(-0.1), 0]]))


@pytest.mark.parametrize("people", [(0,), (1,), (2, 4), (0, 3)])
def test_cascades_are_those_of_an_enumeration(people: tuple[int, ...]) -> None:
    found = reached(csr_array(SMALL), np.array(people), runs=40_000)
    assert found == pytest.approx(_exact(SMALL, people), abs=0.015)


def test_the_reach_of_each_is_that_of_an_enumeration() -> None:
    found, error = reach_of_each(csr_array(SMALL), VALUES, sets=60_000)
    exact = np.array([_exact(SMALL, (person,)) @ VALUES for person in range(5)])
    assert (np.abs(found - exact) < 5 * error + 1e-9).all()
    assert error.max() < 0.05


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_best_together_are_those_of_an_enumeration(k: int) -> None:
    choice = choose(csr_array(SMALL), VALUES, k, epsilon=0.02)
    worth = {people: _exact(SMALL, people) @ VALUES for people in itertools.combinations(range(5), k)}
    best = max(worth.values())
    assert worth[tuple(sorted(choice.people))] > (1 - 1 / np.e) * best
    assert worth[tuple(sorted(choice.people))] == pytest.approx(best, rel=0.03)
    assert choice.reach[-1] == pytest.approx(worth[tuple(sorted(choice.people))], rel=0.06)
    assert choice.at_least <= worth[tuple(sorted(choice.people))]
    assert choice.at_most >= best


def test_bounds_hold_for_every_seed() -> None:
    best = max(_exact(SMALL, people) @ VALUES for people in itertools.combinations(range(5), 2))
    for seed in range(20):
        choice = choose(csr_array(SMALL), VALUES, 2, seed=seed)
        own = _exact(SMALL, tuple(choice.people)) @ VALUES
        assert choice.at_least <= own <= best <= choice.at_most
        assert choice.of_the_best >= 1 - 1 / np.e - 0.1


def test_excluded_people_pass_on_but_are_not_chosen() -> None:
    path = csr_array(np.array([[0, 1.0, 0], [0, 0, 1.0], [0, 0, 0]]))
    values = np.array([0.0, 0.0, 1.0])
    excluded = np.array([False, True, False])
    choice = choose(path, values, 1, excluded=excluded)
    assert choice.people[0] in (0, 2)
    assert choice.reach[-1] == pytest.approx(1.0)


def test_whoever_is_won_already_is_not_counted_again() -> None:
    pairs = csr_array(np.array([[0, 1.0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0.5], [0, 0, 0, 0]]))
    choice = choose(pairs, np.ones(4), 1, given=np.array([0]))
    assert choice.people[0] == 2
    assert choice.reach[-1] == pytest.approx(1.5, rel=0.05)


@pytest.fixture(scope="module")
def market() -> nx.Graph:
    """A network with communities, its chances as `chances` makes them of random strengths."""
    graph = nx.LFR_benchmark_graph(1000, 2.6, 1.6, 0.15, average_degree=8, max_degree=60, min_community=25, seed=4)
    graph = nx.Graph(graph.edges)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    rng = random.Random(4)
    for _, _, data in sorted(graph.edges(data=True), key=lambda edge: edge[:2]):
        data["chance"] = 1 - np.exp(-0.25 * rng.random())
    return graph


@pytest.fixture(scope="module")
def chosen(market: nx.Graph) -> Choice:
    matrix = csr_array(nx.to_scipy_sparse_array(market, nodelist=sorted(market), weight="chance"))
    return choose(matrix, np.ones(len(market)), 20, epsilon=0.05)


def test_the_chosen_reach_at_least_as_much_as_the_top_by_any_measure(market: nx.Graph, chosen: Choice) -> None:
    nodes = sorted(market)
    own = _played(market, [nodes[i] for i in chosen.people], 1500, seed=1)
    for measure in (nx.degree_centrality, nx.pagerank, nx.betweenness_centrality):
        readings = measure(market)
        top = sorted(readings, key=lambda node: (-readings[node], node))[:20]
        assert own >= _played(market, top, 1500, seed=1), measure.__name__
    assert chosen.reach[-1] == pytest.approx(own, rel=0.06)
    assert chosen.at_least <= own <= chosen.at_most


def test_the_chosen_are_within_two_percent_of_plain_greedy(market: nx.Graph, chosen: Choice) -> None:
    """Plain greedy: of all people, the one who adds most by simulation, again and again."""
    nodes = sorted(market)
    worlds = [
        nx.Graph([(u, v) for u, v, data in market.edges(data=True) if rng.random() < data["chance"]])
        for rng in map(random.Random, range(400))
    ]
    parts = [{node: part for part in nx.connected_components(world) for node in part} for world in worlds]
    won: list[set[int]] = [set() for _ in worlds]
    greedy: list[int] = []
    for _ in range(5):
        gain = {
            node: sum(len(part.get(node, {node})) for part, there in zip(parts, won, strict=True) if node not in there)
            for node in nodes
        }
        best = max(gain, key=lambda node: (gain[node], -node))
        greedy.append(best)
        for part, there in zip(parts, won, strict=True):
            there |= part.get(best, {best})
    ours = _played(market, [nodes[i] for i in chosen.people[:5]], 4000, seed=2)
    assert ours >= 0.98 * _played(market, greedy, 4000, seed=2)


def test_what_cannot_be_chosen_is_told() -> None:
    with pytest.raises(UsageError, match="6 people cannot be chosen among 5"):
        choose(csr_array(SMALL), VALUES, 6)
    with pytest.raises(UsageError, match="worth anything"):
        choose(csr_array(SMALL), np.zeros(5), 1)
