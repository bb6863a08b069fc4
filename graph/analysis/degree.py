"""Degree: how many people somebody knows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["degree", "total_strength"]


def degree(adjacency: csr_array) -> NDArray[np.int64]:
    """The number of neighbours of each node of an undirected network without loops.

    Parameters
    ----------
    adjacency
        n x n and symmetric; only which entries are stored matters.

    Returns
    -------
    Shape (n,), as `networkx.Graph.degree`. Cost: O(n).
    """
    return np.diff(adjacency.indptr).astype(np.int64)


def total_strength(adjacency: csr_array) -> NDArray[np.float64]:
    """The sum of the weights of each node's edges, as `networkx.Graph.degree(weight=...)`. Cost: O(n + m)."""
    return np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
