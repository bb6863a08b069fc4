"""Betweenness: who lies on the shortest paths between others."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["betweenness"]

_BLOCK = 25
"""Sources that are searched from at once: more need more memory and gain no time."""

_THREADS = min(4, os.cpu_count() or 1)
"""Blocks that are searched at the same time: products of matrices run beside each other."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def betweenness(
    adjacency: csr_array,
    sources: Ints | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> Floats:
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
    Brandes' accumulation for blocks of sources at once, as products of the sparse matrix with dense blocks. At each
    distance only the edges of those who are reached by some source, or of those who are still to be, are gone over,
    whichever are fewer: O(k * m * L) at worst, where L is the longest of the shortest paths, and memory for 4 n x 25
    numbers in each of at most four threads. The estimate is unbiased where sources are drawn evenly; its standard
    error falls as 1 / sqrt(k).

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
    blocks = [chosen[start : start + _BLOCK] for start in range(0, len(chosen), _BLOCK)]
    with ThreadPoolExecutor(_THREADS) as threads:
        for number, found in enumerate(threads.map(partial(_dependencies, forward, backward), blocks), 1):
            total += found
            progress(number / len(blocks))
    counted = np.full(n, float(len(chosen)))
    counted[chosen] -= 1
    return np.asarray(total / np.maximum(counted, 1) / (n - 2))


def _dependencies(forward: csr_array, backward: csr_array, sources: Ints) -> Floats:
    """The sum over `sources` of how much their shortest paths depend on each node."""
    columns = np.arange(len(sources))
    paths = np.zeros((forward.shape[0], len(sources)))
    paths[sources, columns] = 1.0
    unseen = paths == 0
    frontier = paths.copy()
    rows = np.sort(sources)
    levels = [(rows, ~unseen[rows])]
    waiting = np.flatnonzero(np.diff(backward.indptr))
    while True:
        reached = _product(backward, forward, waiting, rows, frontier)
        new = (reached > 0) & unseen[waiting]
        some = new.any(axis=1)
        frontier[rows] = 0.0
        if not some.any():
            break
        rows, new = waiting[some], new[some]
        frontier[rows] = np.where(new, reached[some], 0.0)
        paths[rows] += frontier[rows]
        unseen[rows] &= ~new
        levels.append((rows, new))
        waiting = waiting[unseen[waiting].any(axis=1)]
    dependency, share = np.zeros_like(paths), frontier
    for (rows, here), (nearer, there) in pairwise(reversed(levels)):
        share[rows] = np.divide(1.0 + dependency[rows], paths[rows], out=np.zeros(here.shape), where=here)
        gathered = _product(forward, backward, nearer, rows, share)
        dependency[nearer] += np.where(there, gathered * paths[nearer], 0.0)
        share[rows] = 0.0
    dependency[sources, columns] = 0.0
    return np.asarray(dependency.sum(axis=1))


def _product(matrix: csr_array, transposed: csr_array, rows: Ints, filled: Ints, block: Floats) -> Floats:
    """`rows` of the product of `matrix` and `block`, of which only the rows `filled` are not 0."""
    if np.diff(matrix.indptr)[rows].sum() <= np.diff(transposed.indptr)[filled].sum():
        return np.asarray(matrix[rows] @ block)
    return np.asarray((transposed[filled].T @ block[filled])[rows])
