"""Constraint: how much somebody's contacts know each other, so that there is nobody to bring together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

__all__ = ["constraint"]

_PAIRS_AT_ONCE = 4_000_000

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def constraint(adjacency: csr_array) -> Floats:
    r"""Burt's constraint of each node, as `networkx.constraint` defines it: low for brokers, high in a closed circle.

    .. math:: c_i = \sum_{j \in N(i)} \Big(p_{ij} + \sum_q p_{iq} p_{qj}\Big)^2

    where `p` is each contact's share of all ties of a node.

    Parameters
    ----------
    adjacency
        n x n and symmetric, without entries on the diagonal and with sorted indices; entries are strengths, above 0.

    Returns
    -------
    Shape (n,); nan for nodes without ties.

    Notes
    -----
    The inner sum needs triangles only. Each is found once, from its node with fewest ties, so the cost is
    O(m^1.5) whatever the largest degree, and memory is that of four million pairs.

    References
    ----------
    Burt: Structural Holes, 1992, chapter 2.
    Chiba, Nishizeki: Arboricity and Subgraph Listing Algorithms, 1985.
    """
    n = adjacency.shape[0]
    row = np.repeat(np.arange(n, dtype=np.int64), np.diff(adjacency.indptr))
    column = adjacency.indices.astype(np.int64)
    total = np.bincount(row, adjacency.data, minlength=n)
    share = adjacency.data / total[row]
    keys = row * n + column
    back = np.searchsorted(keys, column * n + row)
    through = np.zeros(len(keys))
    for uv, uw, vw in _triangles(adjacency, row, column, keys):
        vu, wu, wv = back[uv], back[uw], back[vw]
        ties = np.concatenate([uv, vu, uw, wu, vw, wv])
        parts = ((uw, wv), (vw, wu), (uv, vw), (wv, vu), (vu, uw), (wu, uv))
        through += np.bincount(ties, np.concatenate([share[a] * share[b] for a, b in parts]), minlength=len(keys))
    found = np.bincount(row, (share + through) ** 2, minlength=n)
    return np.where(total > 0, found, np.nan)


def _triangles(adjacency: csr_array, row: Ints, column: Ints, keys: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """All triangles u, v, w, each once, by the entries of u to v, u to w and v to w."""
    n, degree = adjacency.shape[0], np.diff(adjacency.indptr)
    place = np.empty(n, dtype=np.int64)
    place[np.lexsort((np.arange(n), degree))] = np.arange(n)
    upwards = np.flatnonzero(place[row] < place[column])
    ends = np.searchsorted(row[upwards], row[upwards], side="right")
    later = ends - np.arange(len(upwards)) - 1
    done = np.cumsum(later)
    start = 0
    while start < len(upwards):
        before = done[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(done, before + _PAIRS_AT_ONCE, side="right")))
        count = later[start:end]
        first = np.repeat(np.arange(start, end), count)
        second = first + 1 + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        uv, uw = upwards[first], upwards[second]
        wanted = column[uv] * n + column[uw]
        vw = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        closed = keys[vw] == wanted
        yield uv[closed], uw[closed], vw[closed]
        start = end
