"""An independent simulation of cascades on undirected networks, with which choices of people are compared.

Where both ways of a tie have the same chance, at most one of them is ever tried, so a cascade reaches whoever is
connected with its beginning once each tie was kept or dropped by one throw: a world. All that is compared is compared
in the same worlds.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, triu
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def worlds(chances: csr_array, count: int, seed: int) -> Ints:
    """Shape (count, n): which part of each world everybody is in."""
    edges = coo_array(triu(chances))
    rng = np.random.default_rng(seed)
    labels = np.empty((count, chances.shape[0]), dtype=np.int64)
    for world in range(count):
        kept = rng.random(edges.nnz) < edges.data
        graph = coo_array((np.ones(kept.sum()), (edges.row[kept], edges.col[kept])), shape=edges.shape)
        labels[world] = connected_components(graph, directed=False)[1]
    return labels


def won(labels: Ints, people: Ints, of: Ints, values: Floats) -> Floats:
    """Shape (worlds,): the worth of the accounts (`of` each person, -1 for none) of which anybody is won with them."""
    found = np.empty(len(labels))
    for world, parts in enumerate(labels):
        reached = np.unique(of[np.isin(parts, parts[people])])
        found[world] = values[reached[reached >= 0]].sum()
    return found


def greedy(labels: Ints, k: int) -> Ints:
    """Plain greedy: of all people, the one who adds most to those chosen, k times; everybody is worth 1."""
    number, n = labels.shape
    cells = np.arange(number)[:, None] * n + labels
    sizes = np.bincount(cells.ravel(), minlength=number * n).astype(float)
    people: list[int] = []
    for _ in range(k):
        people.append(int(sizes[cells].sum(axis=0).argmax()))
        sizes[cells[:, people[-1]]] = 0.0
    return np.array(people)


def tops(graph: nx.Graph, k: int) -> dict[str, Ints]:
    """The first k people by degree, PageRank and betweenness (from at most 100 nodes), as NetworkX has them."""
    sources = min(len(graph), 100)
    readings = {
        "degree": dict(graph.degree(weight=None)),
        "PageRank": nx.pagerank(graph),
        "betweenness": nx.betweenness_centrality(graph, k=sources, seed=1),
    }
    return {
        name: np.array(sorted(reading, key=lambda node: (-reading[node], node))[:k])
        for name, reading in readings.items()
    }
