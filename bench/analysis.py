"""How long the analysis takes: Guanxi's methods beside plain NetworkX on the same network.

    python -m bench.analysis --people 10000 --rounds 3
    python -m bench.analysis --people 200000 --rounds 1 --without map

The network has degrees and communities like those of LFR benchmarks (power laws of exponents 2.5 and 1.5, a tenth
of the ties between communities). Each method is timed on what its library starts from: arrays of edges made into a
sparse matrix, and a `networkx.Graph`. Guanxi searches paths from as many people as an analysis does. NetworkX would
take hours for those, so it does one part of `--parts` (of constraint, 100 people), and its time is multiplied: what it
does for each of them is the same. `together` is the sum of what both have, the making of the network included, but
without constraint, which alone would make it many times larger.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.analysis.betweenness import betweenness
from graph.analysis.communities import communities, modularity
from graph.analysis.constraint import constraint
from graph.analysis.degree import degree, total_strength
from graph.analysis.harmonic import harmonic
from graph.analysis.kcore import core_numbers
from graph.analysis.layout import layout
from graph.analysis.pagerank import pagerank
from guanxi.config import InfluenceConfig

MIXED = 0.1

Edges = NDArray[np.int64]


def network(people: int, mean_degree: float = 10.0, seed: int = 1) -> Edges:
    """Pairs of people, shape (m, 2), each pair once."""
    rng = np.random.default_rng(seed)
    degrees = _power_law(rng, people, 2.5, people**0.5 * 3)
    degrees = np.maximum(1, np.round(degrees * mean_degree / degrees.mean())).astype(np.int64)
    sizes = np.round(_power_law(rng, people, 1.5, people / 10) * 20).astype(np.int64)
    count = int(np.searchsorted(np.cumsum(sizes), people)) + 1
    community = np.repeat(np.arange(count), sizes[:count])[:people]
    rng.shuffle(community)
    stubs = np.repeat(np.arange(people), degrees)
    outside = rng.random(len(stubs)) < MIXED
    within = stubs[~outside]
    within = within[np.lexsort((rng.random(len(within)), community[within]))]
    pairs = np.vstack([_paired(within), _paired(rng.permutation(stubs[outside]))])
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    return np.asarray(pairs)


def _power_law(rng: np.random.Generator, n: int, exponent: float, largest: float) -> NDArray[np.float64]:
    return np.minimum((1 - rng.random(n)) ** (-1 / (exponent - 1)), largest)


def _paired(stubs: Edges) -> Edges:
    return stubs[: len(stubs) // 2 * 2].reshape(-1, 2)


def sparse(people: int, edges: Edges) -> csr_array:
    """The network as a symmetric matrix."""
    both = np.vstack([edges, edges[:, ::-1]])
    return csr_array(coo_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(people, people)))


def graph_of(people: int, edges: Edges) -> nx.Graph:
    """The network as NetworkX has it."""
    graph = nx.empty_graph(people)
    graph.add_edges_from(edges.tolist())
    return graph


@dataclass(frozen=True)
class Method:
    """The same work done by both; NetworkX does one part of `parts`.

    `alike` says whether it counts together with the others.
    """

    name: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    parts: float = 1
    alike: bool = True


def methods(people: int, edges: Edges, parts: int) -> list[Method]:
    matrix, graph = sparse(people, edges), graph_of(people, edges)
    sources, close = (
        np.random.default_rng(3).choice(people, min(people, most), replace=False)
        for most in (InfluenceConfig().betweenness_sources, InfluenceConfig().harmonic_sources)
    )
    searched, nearby, constrained = (
        len(sources) // parts,
        close[::parts].tolist(),
        list(range(0, people, people // 100)),
    )
    found = communities(matrix)
    importance = pagerank(matrix)
    return [
        Method("edges to network", lambda: sparse(people, edges), lambda: graph_of(people, edges)),
        Method("PageRank", lambda: pagerank(matrix), lambda: nx.pagerank(graph, tol=1e-10)),
        Method(
            "degree and strength",
            lambda: (degree(matrix), total_strength(matrix)),
            lambda: (dict(graph.degree), dict(graph.degree(weight="weight"))),
        ),
        Method("core numbers", lambda: core_numbers(matrix), lambda: nx.core_number(graph)),
        Method(
            "constraint",
            lambda: constraint(matrix),
            lambda: nx.constraint(graph, nodes=constrained),
            parts=people / len(constrained),
            alike=False,
        ),
        Method(
            f"betweenness, {len(sources)} sources",
            lambda: betweenness(matrix, sources),
            lambda: nx.betweenness_centrality(graph, k=searched, seed=3),
            parts=len(sources) / searched,
        ),
        Method(
            f"harmonic, {len(close)} people",
            lambda: harmonic(matrix, close),
            lambda: nx.harmonic_centrality(graph, nbunch=nearby),
            parts=len(close) / len(nearby),
        ),
        Method(
            "clusters (Leiden; Louvain)", lambda: communities(matrix), lambda: nx.community.louvain_communities(graph)
        ),
        Method(
            "map (cluster-packed; 50 rounds of springs)",
            lambda: layout(matrix, found, importance),
            lambda: nx.spring_layout(graph, iterations=1, method="force"),
            parts=50,
            alike=False,
        ),
    ]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parts", type=int, default=16, help="NetworkX searches from one of so many")
    parser.add_argument("--without", nargs="*", default=[], help="methods to leave out, by their first word")
    parser.add_argument("--check", action="store_true", help="also compare the answers, and time exact centralities")
    options = parser.parse_args()
    edges = network(options.people)
    print(f"{options.people:,} people, {len(edges):,} ties; median of {options.rounds} rounds\n")
    print("| method | Guanxi s | NetworkX s | NetworkX / Guanxi |\n|---|---|---|---|")
    together = [0.0, 0.0]
    for method in methods(options.people, edges, options.parts):
        if method.name.split()[0].strip(",") in options.without:
            continue
        taken = [(timed(method.ours), timed(method.theirs) * method.parts) for _ in range(options.rounds)]
        ours, theirs = (statistics.median(side) for side in zip(*taken, strict=True))
        print(f"| {method.name} | {ours:.3f} | {theirs:.2f} | {theirs / ours:.0f} |", flush=True)
        if method.alike:
            together = [together[0] + ours, together[1] + theirs]
    print(f"| together | {together[0]:.2f} | {together[1]:.1f} | {together[1] / together[0]:.0f} |", flush=True)
    if not options.check:
        return
    matrix, graph = sparse(options.people, edges), graph_of(options.people, edges)
    agree = np.abs(pagerank(matrix) - np.array(list(nx.pagerank(graph, tol=1e-10).values()))).max()
    louvain = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    print(f"\nPageRank differs by at most {agree:.1e}.")
    print(f"Modularity: Leiden {modularity(matrix, communities(matrix)):.4f}, Louvain {louvain:.4f}.")
    for name, whole in (("betweenness", betweenness), ("harmonic", harmonic)):
        print(f"Exact {name} of all: {timed(lambda whole=whole: whole(matrix)):.1f} s.")


if __name__ == "__main__":
    main()
