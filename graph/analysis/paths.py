"""The strongest path between two people: who can introduce whom."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

__all__ = ["strongest_path"]


def strongest_path(weights: csr_array, source: int, target: int) -> list[int]:
    r"""The path whose weights, multiplied, are greatest.

    It is the shortest path by the lengths :math:`-\ln w`, as `networkx.dijkstra_path` finds it.

    Parameters
    ----------
    weights
        n x n and symmetric, each weight above 0 and below 1.
    source, target
        Two different nodes.

    Returns
    -------
    The nodes from source to target; empty where no path leads there. Cost: O(m log n).

    References
    ----------
    Dijkstra: A Note on Two Problems in Connexion with Graphs, 1959.
    """
    lengths = csr_array((-np.log(weights.data), weights.indices, weights.indptr), shape=weights.shape)
    distance, before = dijkstra(lengths, indices=np.array([source]), return_predecessors=True)
    if not np.isfinite(distance[0, target]):
        return []
    path = [target]
    while path[-1] != source:
        path.append(int(before[0, path[-1]]))
    return path[::-1]
