"""Those chosen for their reach reach as much as the top by other readings and as plain greedy, simulated apart."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from graph.analysis.cascades import Prizes, chances
from graph.analysis.reach import choose
from tests.seeds import greedy, tops, won, worlds

WORLDS = 400


def _random_strengths(graph: nx.Graph, seed: int) -> nx.Graph:
    found = nx.convert_node_labels_to_integers(nx.Graph(graph.edges), ordering="sorted")
    found.remove_edges_from(list(nx.selfloop_edges(found)))
    rng = np.random.default_rng(seed)
    for one, other in sorted(found.edges):
        found[one][other]["weight"] = float(rng.random())
    return found


def _messages() -> nx.Graph:
    """Students who wrote to each other both ways, as strong as they wrote often."""
    path = Path(__file__).parents[1] / "data" / "collegemsg" / "CollegeMsg.txt"
    rows = pl.read_csv(path, separator=" ", has_header=False, new_columns=["from", "to", "at"])
    pairs = rows.select(pl.min_horizontal("from", "to").alias("a"), pl.max_horizontal("from", "to").alias("b"))
    graph = nx.Graph()
    for one, other, messages in pairs.group_by("a", "b").len().sort("a", "b").iter_rows():
        graph.add_edge(one, other, weight=float(1 - np.exp(-messages / 20)))
    return nx.convert_node_labels_to_integers(graph, ordering="sorted")


def _planted() -> nx.Graph:
    graph = nx.LFR_benchmark_graph(1000, 2.6, 1.6, 0.15, average_degree=8, max_degree=60, min_community=25, seed=4)
    return _random_strengths(graph, 4)


NETWORKS = {
    "karate": (lambda: _random_strengths(nx.karate_club_graph(), 1), 4, 0.5),
    "les miserables": (lambda: _random_strengths(nx.les_miserables_graph(), 2), 6, 0.5),
    "planted clusters": (_planted, 10, 0.2),
    "students": (_messages, 10, 0.25),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_chosen_reach_as_much_as_other_choices(name: str) -> None:
    """With everybody worth 1, then with accounts of a few people each whose worth is uneven."""
    make, k, beta = NETWORKS[name]
    graph = make()
    n = len(graph)
    matrix = chances(csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(n), weight="weight")), beta)
    played = worlds(matrix, WORLDS, seed=7)
    rivals = {**tops(graph, k), "greedy": greedy(worlds(matrix, WORLDS, seed=8), k)}
    rng = np.random.default_rng(5)
    accounts = Prizes(rng.pareto(1.5, n // 4 + 1) + 0.1, rng.integers(0, n // 4 + 1, n))
    for prizes in (Prizes.each(np.ones(n)), accounts):
        choice = choose(matrix, prizes, k, epsilon=0.05)
        own = won(played, choice.people, prizes.of, prizes.values)
        error = own.std() / np.sqrt(WORLDS)
        assert abs(choice.reach[-1] - own.mean()) < 5 * error + 0.03 * own.mean()
        assert choice.at_least <= own.mean() + 3 * error
        assert choice.of_the_best >= 1 - 1 / np.e - 0.05
        for rival, people in rivals.items():
            other = won(played, people, prizes.of, prizes.values)
            assert choice.at_most >= other.mean() - 3 * other.std() / np.sqrt(WORLDS)
            if rival != "greedy":
                ahead = own - other
                assert ahead.mean() >= -3 * ahead.std() / np.sqrt(WORLDS), rival
            elif prizes is not accounts:
                assert own.mean() >= 0.98 * other.mean()
