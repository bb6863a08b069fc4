"""Core number: how deep in the thick of the network somebody is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["core_numbers"]


def core_numbers(adjacency: csr_array) -> NDArray[np.int64]:
    """The largest k for which each node is in a part where everybody knows at least k others of it.

    Parameters
    ----------
    adjacency
        n x n and symmetric, without entries on the diagonal; weights do not matter.

    Returns
    -------
    Shape (n,), as `networkx.core_number` defines it.

    Notes
    -----
    Nodes are taken off a layer at a time, so each edge is looked at once: O(n + m) and a step for each layer.

    References
    ----------
    Seidman: Network structure and minimum degree, Social Networks 5, 1983.
    """
    n = adjacency.shape[0]
    indptr, indices = adjacency.indptr.astype(np.int64), adjacency.indices
    degree = np.diff(indptr)
    core = np.zeros(n, dtype=np.int64)
    left = np.ones(n, dtype=bool)
    k = 0
    while left.any():
        k = max(k, int(degree[left].min()))
        layer = np.flatnonzero(left & (degree <= k))
        while layer.size:
            core[layer] = k
            left[layer] = False
            lengths = indptr[layer + 1] - indptr[layer]
            places = np.repeat(indptr[layer] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
            touched, times = np.unique(indices[places], return_counts=True)
            degree[touched] -= times
            layer = touched[left[touched] & (degree[touched] <= k)]
    return core
