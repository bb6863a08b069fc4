"""Constraint: how much somebody's contacts know each other, so that there is nobody to bring together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

__all__ = ["constraint"]

_ROWS = 2_000


def constraint(adjacency: csr_array) -> NDArray[np.float64]:
    r"""Burt's constraint of each node, as `networkx.constraint` defines it: low for brokers, high in a closed circle.

    .. math:: c_i = \sum_{j \in N(i)} \Big(p_{ij} + \sum_q p_{iq} p_{qj}\Big)^2

    where `p` is each contact's share of all ties of a node.

    Parameters
    ----------
    adjacency
        n x n and symmetric; entries are strengths, not negative.

    Returns
    -------
    Shape (n,); nan for nodes without ties.

    Notes
    -----
    Costs a product of the matrix with itself, `_ROWS` rows at a time.

    References
    ----------
    Burt: Structural Holes, 1992, chapter 2.
    """
    total = np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
    with np.errstate(divide="ignore"):
        shares = csr_array(diags_array(np.where(total > 0, 1.0 / total, 0.0)) @ adjacency)
    known = csr_array((np.ones(shares.nnz), shares.indices, shares.indptr), shape=shares.shape)
    result = np.empty(len(total))
    for start in range(0, len(total), _ROWS):
        rows = slice(start, start + _ROWS)
        invested = (shares[rows] + shares[rows] @ shares).multiply(known[rows])
        result[rows] = np.asarray(invested.power(2).sum(axis=1)).ravel()
    return np.where(total > 0, result, np.nan)
