"""A layout for the surroundings of one person or account: rings by distance, each near whom it hangs on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin

__all__ = ["Place", "rings"]

_RADIUS = 280.0
_LANE = 84.0
_ROOM = 64.0
"""Distances: from ring to ring, between the lanes of a crowded ring, and from person to person along it."""


@dataclass(frozen=True)
class Place:
    """Where somebody stands, and the strength of their strongest tie inwards (100 for the centre)."""

    x: float
    y: float
    strength: float


def rings(centre: str, keys: Sequence[str], ties: Iterable[tuple[str, str, float]]) -> dict[str, Place]:
    """Places for `keys` around `centre`, which stands at (0, 0).

    Everybody stands on the ring of their distance from the centre in `ties` (source, target, strength), as near
    as may be to the one with whom they have the strongest tie inwards; whoever cannot be reached stands on the
    outermost ring.
    """
    adjacent: dict[str, dict[str, float]] = defaultdict(dict)
    for source, target, strength in ties:
        adjacent[source][target] = adjacent[target][source] = strength
    places = {centre: Place(0.0, 0.0, 100.0)}
    angles = {centre: 0.0}
    radius = 0.0
    inner = [centre]
    left = [key for key in keys if key != centre]
    while left:
        reached = [key for key in left if any(near in adjacent[key] for near in inner)]
        ring = reached or left
        anchors = {key: _anchor(adjacent[key], inner) for key in ring}
        ring = sorted(ring, key=lambda key: (angles[anchors[key]], anchors[key], -adjacent[key].get(anchors[key], 0.0)))
        radius += _RADIUS
        lanes = ceil(len(ring) * _ROOM / (2 * pi * radius))
        turned = _spread([angles[anchors[key]] for key in ring], even=inner == [centre])
        for i, (key, angle) in enumerate(zip(ring, turned, strict=True)):
            distance = radius + (i % lanes) * _LANE
            angles[key] = angle
            places[key] = Place(distance * cos(angle), distance * sin(angle), adjacent[key].get(anchors[key], 0.0))
        radius += (lanes - 1) * _LANE
        placed = set(ring)
        left = [key for key in left if key not in placed]
        inner = ring
    return places


def _anchor(ties: dict[str, float], inner: Sequence[str]) -> str:
    """The one of the inner ring with whom somebody has the strongest tie."""
    return max(inner, key=lambda near: ties.get(near, -1.0))


def _spread(wanted: list[float], *, even: bool) -> list[float]:
    """Angles near the wanted ones (which ascend), no two closer than there is room for."""
    step = 2 * pi / len(wanted)
    if even:
        return [pi / 2 - i * step for i in range(len(wanted))]
    gap = min(step, _ROOM / _RADIUS)
    turned: list[float] = []
    for angle in wanted:
        turned.append(max(angle, turned[-1] + gap) if turned else angle)
    if turned[-1] - turned[0] > 2 * pi - gap:
        return [turned[0] + i * step for i in range(len(turned))]
    return turned
