"""Harmonic centrality: how close somebody is to everybody."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["harmonic", "harmonic_error"]

_BLOCK_BYTES = 64 * 2**20


def harmonic(
    adjacency: csr_array,
    sources: NDArray[np.int64] | None = None,
    progress: Callable[[float], None] = lambda done: None,
) -> NDArray[np.float64]:
    r"""The harmonic centrality of each node, as `networkx.harmonic_centrality` defines it.

    .. math:: c(v) = \sum_{u \ne v} \frac{1}{d(u, v)}

    where d counts steps, and 1/d is 0 where there is no path.

    Parameters
    ----------
    adjacency
        n x n; row u holds the edges from u. Weights are not looked at.
    sources
        Sum over these nodes u only (each once) and scale by (n - 1) / k', where k' counts those other
        than the node itself: an estimate. None is exact.
    progress
        Called with the share that is done, 0 to 1.

    Returns
    -------
    Shape (n,), between 0 and n - 1.

    Notes
    -----
    Breadth-first searches from 64 sources at once, one bit each, many such words side by side:
    O(k / 64 * m * L) where L is the longest of the shortest paths. See `harmonic_error` for the estimate.

    References
    ----------
    Boldi, Vigna: Axioms for Centrality, 2014.
    Then et al.: The More the Merrier: Efficient Multi-Source Graph Traversal, 2014.
    """
    n = adjacency.shape[0]
    total = np.zeros(n)
    chosen = np.arange(n) if sources is None else sources
    incoming = csr_array(adjacency.T)
    words = max(1, _BLOCK_BYTES // (8 * max(1, incoming.nnz)))
    for start in range(0, len(chosen), 64 * words):
        total += _sum_from(incoming, chosen[start : start + 64 * words])
        progress(min(1.0, (start + 64 * words) / len(chosen)))
    if sources is None:
        return total
    counted = np.full(n, float(len(chosen)))
    counted[chosen] -= 1
    return np.asarray(total * (n - 1) / np.maximum(counted, 1))


def harmonic_error(n: int, samples: int, confidence: float = 0.95) -> float:
    """By how much an estimate from `samples` evenly drawn sources may be off, as a share of its largest value n - 1.

    With this confidence the bound holds for all n nodes together (Hoeffding's inequality and the union bound):
    sqrt(ln(2 n / (1 - confidence)) / (2 samples)). What is seen is usually ten times smaller.
    """
    return float(np.sqrt(np.log(2 * n / (1 - confidence)) / (2 * samples)))


def _sum_from(incoming: csr_array, sources: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum over `sources` of 1 / distance to each node."""
    n = incoming.shape[0]
    seen = np.zeros((n, -(-len(sources) // 64)), dtype=np.uint64)
    bits = np.arange(len(sources))
    np.bitwise_or.at(seen, (sources, bits // 64), np.uint64(1) << (bits % 64).astype(np.uint64))
    reachable = np.flatnonzero(np.diff(incoming.indptr))
    starts = incoming.indptr[reachable]
    total = np.zeros(n)
    frontier = seen.copy()
    distance = 0
    while reachable.size and frontier.any():
        distance += 1
        reached = np.zeros_like(seen)
        reached[reachable] = np.bitwise_or.reduceat(frontier[incoming.indices], starts, axis=0)
        frontier = reached & ~seen
        seen |= frontier
        total += np.bitwise_count(frontier).sum(axis=1) / distance
    return total
