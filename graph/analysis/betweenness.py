"""Betweenness: who lies on the shortest paths between others."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["betweenness"]

_BLOCK = 25
"""Sources that are searched from at once: more need more memory and gain no time."""


def betweenness(
    adjacency: csr_array,
    sources: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> NDArray[np.float64]:
    r"""The betweenness of each node, as `networkx.betweenness_centrality` defines it, normalised and unweighted.

    .. math:: c(v) = \frac{1}{(n-1)(n-2)} \sum_{s \ne v \ne t} \frac{\sigma_{st}(v)}{\sigma_{st}}

    where :math:`\sigma_{st}` counts the shortest paths from s to t, and :math:`\sigma_{st}(v)` those through v.
    It is the share of all shortest paths between two others that pass here.

    Parameters
    ----------
    adjacency
        n x n; row u holds the edges from u. Weights are not looked at.
    sources
        Search from these nodes only (each once) and estimate: the sum over sources is scaled by
        (n - 1) / k', where k' counts the sources other than the node itself. None is exact.
    progress
        Called with the share that is done, 0 to 1.

    Returns
    -------
    Shape (n,), 0 to 1 where exact; zeros for fewer than three nodes.

    Notes
    -----
    Brandes' accumulation for blocks of sources at once, as products of the sparse matrix with dense blocks:
    O(k * m * L) where L is the longest of the shortest paths, and memory for 4 n x 25 numbers. The estimate is
    unbiased where sources are drawn evenly; its standard error falls as 1 / sqrt(k).

    References
    ----------
    Brandes: A Faster Algorithm for Betweenness Centrality, 2001.
    Brandes, Pich: Centrality Estimation in Large Networks, 2007.
    """
    n = adjacency.shape[0]
    total = np.zeros(n)
    if n < 3:
        return total
    chosen = np.arange(n) if sources is None else sources
    forward = csr_array((np.ones(adjacency.nnz), adjacency.indices, adjacency.indptr), shape=adjacency.shape)
    backward = csr_array(forward.T)
    for start in range(0, len(chosen), _BLOCK):
        total += _dependencies(forward, backward, chosen[start : start + _BLOCK])
        progress(min(1.0, (start + _BLOCK) / len(chosen)))
    counted = np.full(n, float(len(chosen)))
    counted[chosen] -= 1
    return np.asarray(total / np.maximum(counted, 1) / (n - 2))


def _dependencies(forward: csr_array, backward: csr_array, sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum over `sources` of how much their shortest paths depend on each node."""
    columns = np.arange(len(sources))
    paths = np.zeros((forward.shape[0], len(sources)))
    paths[sources, columns] = 1.0
    distance = np.where(paths > 0, 0, -1).astype(np.int32)
    frontier = paths.copy()
    level = 0
    while True:
        reached = backward @ frontier
        new = (reached > 0) & (distance < 0)
        if not new.any():
            break
        level += 1
        frontier = np.where(new, reached, 0.0)
        paths += frontier
        distance[new] = level
    dependency = np.zeros_like(paths)
    for deeper in range(level, 0, -1):
        share = np.zeros_like(paths)
        np.divide(1.0 + dependency, paths, out=share, where=distance == deeper)
        dependency += np.where(distance == deeper - 1, (forward @ share) * paths, 0.0)
    dependency[sources, columns] = 0.0
    return np.asarray(dependency.sum(axis=1))
