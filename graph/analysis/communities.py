"""Clusters: groups of people with more ties among them than chance would give."""

from __future__ import annotations

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["communities", "modularity"]

_ITERATIONS = 4
"""Rounds of Leiden; the second still gains a little, later ones hardly anything."""


def communities(adjacency: csr_array, resolution: float = 1.0, seed: int = 42) -> NDArray[np.int64]:
    r"""The community of each node by Leiden, which seeks the partition of greatest modularity.

    .. math:: Q = \frac{1}{2m} \sum_{uv} \Big(w_{uv} - \gamma \frac{k_u k_v}{2m}\Big) [c_u = c_v]

    Parameters
    ----------
    adjacency
        n x n and symmetric, with positive weights.
    resolution
        gamma: higher gives more and smaller communities.
    seed
        The same seed and network give the same communities.

    Returns
    -------
    Shape (n,): numbers from 0, the largest community first (of equals, the one with the earliest node).
    A node without ties is a community of its own.

    Notes
    -----
    Close to linear in the number of ties. The optimum is not guaranteed; each community is connected.

    References
    ----------
    Traag, Waltman, van Eck: From Louvain to Leiden: guaranteeing well-connected communities, 2019.
    """
    n = adjacency.shape[0]
    found = np.arange(n)
    if adjacency.nnz:
        _, members = graspologic_native.leiden_csr(
            adjacency.indptr.astype(np.int64),
            adjacency.indices.astype(np.int32),
            adjacency.data.astype(np.float64),
            n,
            resolution=resolution,
            iterations=_ITERATIONS,
            seed=seed,
        )
        isolated = np.diff(adjacency.indptr) == 0
        found = np.fromiter((members.get(node, n + node) for node in range(n)), dtype=np.int64, count=n)
        found[isolated] = n + np.flatnonzero(isolated)
    return _by_size(found)


def modularity(adjacency: csr_array, membership: NDArray[np.int64], resolution: float = 1.0) -> float:
    """The modularity of a partition, as `networkx.community.modularity` defines it. Cost: O(n + m)."""
    total = adjacency.sum()
    if total == 0:
        return 0.0
    edges = adjacency.tocoo()
    inside = edges.data[membership[edges.row] == membership[edges.col]].sum()
    strengths = np.bincount(membership, weights=np.asarray(adjacency.sum(axis=1)).ravel())
    return float(inside / total - resolution * (strengths**2).sum() / total**2)


def _by_size(found: NDArray[np.int64]) -> NDArray[np.int64]:
    _, first, member, size = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(size), dtype=np.int64)
    number[np.lexsort((first, -size))] = np.arange(len(size))
    return np.asarray(number[member])
