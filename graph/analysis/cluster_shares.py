"""Who belongs to two clusters: the share of somebody's ties that lies in each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["NONE", "Shares", "cluster_shares"]

NONE = -1
"""The second cluster of somebody who belongs to one only."""

_LEAST_TIES = 2


class Shares(NamedTuple):
    """For each person: the share of tie strength in their own cluster, the other that they belong to, and its share."""

    own: NDArray[np.float64]
    second: NDArray[np.int64]
    second_share: NDArray[np.float64]


def cluster_shares(adjacency: csr_array, membership: NDArray[np.int64], least: float) -> Shares:
    r"""How far everybody belongs to their own cluster, and to the next.

    .. math:: s_{vc} = \frac{\sum_{u \in c} w_{vu}}{\sum_u w_{vu}}

    Parameters
    ----------
    adjacency
        n x n and symmetric; entries are strengths, not negative.
    membership
        Shape (n,): the cluster of each node, numbered from 0.
    least
        Somebody belongs to another cluster when this share of their tie strength, and at least two ties, lead there.

    Returns
    -------
    Shares: `own` between 0 and 1 (0 without ties), `second` the cluster other than one's own with the greatest
    share (of equals the smaller number) or NONE, `second_share` its share or 0.

    Notes
    -----
    One sparse product: O(n + m log m).
    """
    n = len(membership)
    count = int(membership.max(initial=-1)) + 1
    member = csr_array((np.ones(n), membership, np.arange(n + 1)), shape=(n, count))
    pattern = csr_array((np.ones(adjacency.nnz), adjacency.indices, adjacency.indptr), shape=adjacency.shape)
    strength, ties = csr_array(adjacency @ member), csr_array(pattern @ member)
    strength.sort_indices()
    ties.sort_indices()
    total = np.asarray(adjacency.sum(axis=1), dtype=np.float64).ravel()
    person, cluster = np.repeat(np.arange(n), np.diff(strength.indptr)), strength.indices
    share = strength.data / np.where(total > 0, total, 1.0)[person]
    at_home = cluster == membership[person]
    own = np.zeros(n)
    own[person[at_home]] = share[at_home]
    abroad = np.flatnonzero(~at_home & (share >= least) & (ties.data >= _LEAST_TIES))
    best = abroad[np.lexsort((cluster[abroad], -share[abroad], person[abroad]))]
    best = best[np.unique(person[best], return_index=True)[1]]
    second, second_share = np.full(n, NONE, dtype=np.int64), np.zeros(n)
    second[person[best]], second_share[person[best]] = cluster[best], share[best]
    return Shares(own, second, second_share)
