"""How well clusters are found: Leiden beside Louvain and label propagation, on networks with planted clusters.

    python -m bench.clusters --people 1000 5000 --rounds 3

The networks are LFR benchmarks (Lancichinetti, Fortunato, Radicchi 2008): degrees and cluster sizes follow power laws,
and everybody has the share `mixed` of their ties outside their own cluster. What is found is compared with what was
planted by normalised mutual information: 1 where both are the same, about 0 where they have nothing in common.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.analysis.communities import communities

__all__ = ["METHODS", "planted", "shared_information"]

MIXED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)

Ints = NDArray[np.int64]


def planted(people: int, mixed: float, seed: int) -> tuple[csr_array, Ints]:
    """An LFR network, and the cluster that each person was planted in."""
    graph = nx.LFR_benchmark_graph(
        people,
        2.5,
        1.5,
        mixed,
        average_degree=10,
        max_degree=people // 20,
        min_community=20,
        max_community=people // 10,
        seed=seed,
        max_iters=2_000,
    )
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    clusters = np.empty(people, dtype=np.int64)
    for number, members in enumerate({frozenset(graph.nodes[node]["community"]) for node in graph}):
        clusters[list(members)] = number
    return csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(people), dtype=np.float64)), clusters


def shared_information(one: Ints, other: Ints) -> float:
    """The normalised mutual information of two partitions: shared over mean entropy, 0 to 1."""
    together = coo_array((np.ones(len(one)), (_codes(one), _codes(other)))).tocsr().tocoo()
    joint = together.data / len(one)
    a, b = np.bincount(together.row, joint), np.bincount(together.col, joint)
    shared = float((joint * np.log(joint / (a[together.row] * b[together.col]))).sum())
    entropies = -float((a * np.log(a)).sum()) - float((b * np.log(b)).sum())
    return max(0.0, 2 * shared / entropies) if entropies > 0 else 1.0


def _codes(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _networkx(method: Callable[[nx.Graph], list[set[int]]]) -> Callable[[csr_array], Ints]:
    """A method of NetworkX in the form of ours."""

    def found(network: csr_array) -> Ints:
        membership = np.empty(network.shape[0], dtype=np.int64)
        for number, members in enumerate(method(nx.from_scipy_sparse_array(network))):
            membership[list(members)] = number
        return membership

    return found


METHODS: dict[str, Callable[[csr_array], Ints]] = {
    "Leiden": communities,
    "Louvain": _networkx(lambda graph: nx.community.louvain_communities(graph, seed=1)),
    "label propagation": _networkx(lambda graph: list(nx.community.asyn_lpa_communities(graph, seed=1))),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[1_000, 5_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"| people | ties outside | {' | '.join(METHODS)} |\n|---|---|{'---|' * len(METHODS)}")
    seconds = dict.fromkeys(METHODS, 0.0)
    for people in options.people:
        for mixed in MIXED:
            networks = [planted(people, mixed, seed) for seed in range(1, options.rounds + 1)]
            means = []
            for name, method in METHODS.items():
                began = time.perf_counter()
                means.append(np.mean([shared_information(clusters, method(network)) for network, clusters in networks]))
                seconds[name] += time.perf_counter() - began
            print(f"| {people:,} | {mixed:.0%} | {' | '.join(f'{mean:.3f}' for mean in means)} |", flush=True)
    print("\n" + ", ".join(f"{name} {taken:.1f} s" for name, taken in seconds.items()))


if __name__ == "__main__":
    main()
