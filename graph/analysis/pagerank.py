"""PageRank: whose attention reaches whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

__all__ = ["pagerank"]


def pagerank(
    adjacency: csr_array, damping: float = 0.85, tolerance: float = 1e-10, max_iterations: int = 1000
) -> NDArray[np.float64]:
    r"""The PageRank of each node, as `networkx.pagerank` defines it.

    .. math:: x_v = \frac{1 - d}{n} + d \Big(\sum_u x_u \frac{w_{uv}}{\sum_t w_{ut}} + \frac{s}{n}\Big)

    where `s` is the rank held by nodes without out-edges (sinks), which is given to everybody alike.

    Parameters
    ----------
    adjacency
        n x n; row u holds the weights of the edges from u. Weights are not negative.
    damping
        The chance of following an edge rather than starting anew.
    tolerance
        The iteration ends when the change, summed over nodes, is below this.

    Returns
    -------
    Shape (n,); not negative, sums to 1. Empty for an empty network.

    Notes
    -----
    One iteration costs O(n + m), and the error falls by `damping` in each.

    References
    ----------
    Page, Brin, Motwani, Winograd: The PageRank Citation Ranking, 1999.
    """
    n = adjacency.shape[0]
    if n == 0:
        return np.zeros(0)
    out = np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
    sinks = out == 0
    shares = csr_array((diags_array(np.where(sinks, 0.0, 1.0 / np.where(sinks, 1.0, out))) @ adjacency).T)
    rank = np.full(n, 1.0 / n)
    for _ in range(max_iterations):
        following = damping * (shares @ rank + rank[sinks].sum() / n) + (1.0 - damping) / n
        change = np.abs(following - rank).sum()
        rank = following
        if change < tolerance:
            break
    return np.asarray(rank / rank.sum())
