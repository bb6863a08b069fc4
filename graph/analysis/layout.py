"""Places on the map: each cluster a disc, its best known people inside, near clusters close together."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

__all__ = ["EXTENT", "layout"]

EXTENT = 1000.0
"""Places lie within -EXTENT and EXTENT on both axes."""

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_SPRUNG = 150
"""Clusters that are placed by their ties; smaller ones are strewn around them."""

_GAP = 1.12
"""Free space between two discs, as a factor of their radii."""

_PUSHES = 400

_ROOM = (0.5, 10.0)
"""The least and most room of a node, in that of one with its cluster's mean importance."""

_LONE = 20
"""In clusters smaller than this, the most important node is the very centre."""

_NOISE = 0.3

_FEWEST = 3
"""Known nodes of a cluster from which the size of an earlier map can be told."""

_FILLED = 0.5
"""A map that has shrunk to less of its extent is drawn larger."""


def layout(
    adjacency: csr_array,
    membership: NDArray[np.int64],
    importance: NDArray[np.float64],
    before: NDArray[np.float64] | None = None,
    *,
    seed: int = 42,
) -> NDArray[np.float64]:
    """Where to draw each node.

    The clusters' centres come from a spring layout of the network of clusters, pushed apart until their discs
    no longer overlap; a disc's area grows with the cluster's size. Within it, nodes lie on a sunflower's
    spiral: the most important in the middle, each turned towards its neighbours in other clusters.

    Where places are known from before, clusters stay where most of their nodes were, and nodes on their side of them;
    only what has grown pushes others away, so that people are found again.

    Parameters
    ----------
    adjacency
        n x n and symmetric.
    membership
        Shape (n,): the cluster of each node, numbered from 0 with the largest first.
    importance
        Shape (n,): who lies in the middle.
    before
        Shape (n, 2): an earlier result, nan for nodes that were not in it.

    Returns
    -------
    Shape (n, 2), the same for the same arguments.

    Notes
    -----
    O(n log n + m) and the square of at most 150 clusters.
    """
    n = len(membership)
    if n == 0:
        return np.zeros((0, 2))
    sizes = np.bincount(membership)
    radii = np.sqrt(sizes.astype(np.float64))
    known = _known(before, membership, sizes) if before is not None else None
    centres = _centres(_between_clusters(adjacency, membership, len(sizes)), radii, seed, known)
    turned = _outward(adjacency, membership, centres)
    if known is not None:
        turned = np.where(np.isnan(known.angles), turned, known.angles)
    places = centres[membership] + _within(membership, sizes, importance, turned, seed)
    if known is not None and _FILLED * EXTENT <= float(np.abs(places).max()) * known.scale <= EXTENT:
        return np.asarray(places * known.scale)
    places -= (places.max(axis=0) + places.min(axis=0)) / 2
    return np.asarray(places * (EXTENT / max(float(np.abs(places).max()), 1.0)))


@dataclass(frozen=True)
class _Known:
    """What an earlier map tells: the centre of each cluster (nan: new) in radii of one node, the angle at which each
    node lay from its cluster's centre, and how much larger than that the map was drawn."""

    centres: NDArray[np.float64]
    angles: NDArray[np.float64]
    scale: float


def _known(before: NDArray[np.float64], membership: NDArray[np.int64], sizes: NDArray[np.int64]) -> _Known | None:
    """What `before` tells of these clusters; None where it is too little to draw by."""
    there = ~np.isnan(before[:, 0])
    mine = membership[there]
    count = np.bincount(mine, minlength=len(sizes))
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = [np.bincount(mine, weights=before[there, axis], minlength=len(sizes)) for axis in (0, 1)]
        middle = np.column_stack(sums) / count[:, None]
        offset = before - middle[membership]
        squares = np.bincount(mine, weights=(offset[there] ** 2).sum(axis=1), minlength=len(sizes)) / count
    stayed = (count >= _FEWEST) & (2 * count >= sizes)
    scales = np.sqrt(2 * squares[stayed] / count[stayed])
    if not (scales > 0).any():
        return None
    scale = float(np.median(scales[scales > 0]))
    centres = np.where((2 * count >= sizes)[:, None], middle / scale, np.nan)
    return _Known(centres, np.arctan2(offset[:, 1], offset[:, 0]), scale)


def _between_clusters(adjacency: csr_array, membership: NDArray[np.int64], count: int) -> csr_array:
    edges = adjacency.tocoo()
    ends = (membership[edges.row], membership[edges.col])
    between = ends[0] != ends[1]
    summed = coo_array((edges.data[between], (ends[0][between], ends[1][between])), shape=(count, count))
    return csr_array(summed)


def _centres(between: csr_array, radii: NDArray[np.float64], seed: int, known: _Known | None) -> NDArray[np.float64]:
    """The centres of the clusters' discs; none of the larger ones overlap."""
    sprung = max(1, min(_SPRUNG, int(np.count_nonzero(radii >= np.sqrt(3)))))
    core = csr_array(between[:sprung, :sprung]).tocoo()
    pull = core.data / (radii[core.row] * radii[core.col])
    ties = nx.from_scipy_sparse_array(coo_array((pull, (core.row, core.col)), shape=core.shape))
    start = _sunflower(radii[:sprung], 0.0)
    springs = nx.spring_layout(ties, pos=dict(enumerate(start)), iterations=80, seed=seed, scale=None)
    sprung_places = np.array([springs[i] for i in range(sprung)])
    spread = np.abs(start).max() / max(float(np.abs(sprung_places).max()), 1e-9)
    inner = sprung_places * spread
    if known is None:
        inner = _apart(inner, radii[:sprung])
    else:
        inner = _apart(np.where(np.isnan(known.centres[:sprung]), inner, known.centres[:sprung]), radii[:sprung], 1.0)
    edge = float((np.hypot(inner[:, 0], inner[:, 1]) + radii[:sprung]).max())
    outer = _sunflower(radii[sprung:], edge)
    if known is not None:
        outer = np.where(np.isnan(known.centres[sprung:]), outer, known.centres[sprung:])
    return np.vstack([inner, outer])


def _sunflower(radii: NDArray[np.float64], edge: float) -> NDArray[np.float64]:
    """Centres of discs on a spiral around a disc of radius `edge`, each with about its own area."""
    if not radii.size:
        return np.zeros((0, 2))
    step = radii * _GAP * 2
    distance = np.sqrt((edge + step[0]) ** 2 * (edge > 0) + np.cumsum(step**2) - step[0] ** 2)
    angle = np.arange(len(radii)) * _GOLDEN_ANGLE
    return np.column_stack([distance * np.cos(angle), distance * np.sin(angle)])


def _apart(places: NDArray[np.float64], radii: NDArray[np.float64], together: float = 0.98) -> NDArray[np.float64]:
    """Draw discs together, and push those that overlap apart, the smaller one further."""
    room = (radii[:, None] + radii[None, :]) * _GAP
    area = radii**2
    yields = area[None, :] / (area[:, None] + area[None, :])
    np.fill_diagonal(room, 0.0)
    for push in range(_PUSHES):
        if push < _PUSHES // 2:
            places = places * together
        apart = places[:, None, :] - places[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        overlap = np.maximum(room - distance, 0.0)
        if push >= _PUSHES // 2 and not overlap.any():
            break
        direction = apart / np.maximum(distance, 1e-9)[..., None]
        places = places + (direction * (overlap * yields)[..., None]).sum(axis=1)
    return places


def _outward(adjacency: csr_array, membership: NDArray[np.int64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angle from each node's cluster towards its neighbours in others; nan where it has none."""
    edges = adjacency.tocoo()
    between = membership[edges.row] != membership[edges.col]
    near, far, weight = edges.row[between], edges.col[between], edges.data[between]
    way = (centres[membership[far]] - centres[membership[near]]) * weight[:, None]
    x, y = (np.bincount(near, weights=way[:, axis], minlength=len(membership)) for axis in (0, 1))
    return np.where((x == 0) & (y == 0), np.nan, np.arctan2(y, x))


def _within(
    membership: NDArray[np.int64],
    sizes: NDArray[np.int64],
    importance: NDArray[np.float64],
    outward: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float64]:
    """Each node's place relative to its cluster's centre.

    Places are ordered from the middle by importance and have room by it; within a ring of places, nodes take
    them by angle. A little noise keeps the spiral from showing.
    """
    order = np.lexsort((np.arange(len(membership)), -importance, membership))
    cluster = membership[order]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    place = np.arange(len(membership)) - first[cluster]
    mean = np.bincount(membership, weights=importance) / sizes
    room = np.clip(importance[order] / np.maximum(mean[cluster], 1e-300), *_ROOM)
    inside = np.cumsum(room)
    inside -= np.concatenate([[0.0], inside])[first][cluster]
    distance = np.sqrt((inside - room / 2) / np.bincount(cluster, weights=room)[cluster] * sizes[cluster])
    distance[(place == 0) & (sizes[cluster] < _LONE)] = 0.0
    angle = (place * _GOLDEN_ANGLE) % (2 * np.pi)
    wanted = np.where(np.isnan(outward[order]), angle, outward[order] % (2 * np.pi))
    ring = np.floor(np.sqrt(place))
    by_wish = order[np.lexsort((wanted, ring, cluster))]
    by_angle = np.lexsort((angle, ring, cluster))
    places = np.empty((len(membership), 2))
    noise = np.random.default_rng(seed).normal(scale=_NOISE, size=places.shape) * (sizes[cluster] > 1)[:, None]
    places[by_wish] = (np.column_stack([np.cos(angle), np.sin(angle)]) * distance[:, None] + noise)[by_angle]
    return places
