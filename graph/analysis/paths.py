"""The strongest paths between two people: who can introduce whom.

Only as much of the network is read as the answer needs. Around either end the circle of those who are reached by strong
paths is widened, the closest first; what lies outside both circles can be on no path that is stronger than their edges
multiplied. As soon as that is weaker than the k-th best path found, the answer is exact.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, inf, log

__all__ = ["Neighbours", "Paths", "best_paths"]

Neighbours = Callable[[Sequence[str]], Iterable[tuple[str, str, float]]]
"""Told some nodes, gives their edges: node, neighbour, and a weight above 0 and at most 1."""

_FIRST_BATCH, _LARGEST_BATCH = 32, 512
_LEAST, _MOST_READ, _PATIENCE = 1e-4, 8_000, 4

_Path = list[str]
_Edges = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Paths:
    """The best paths, each a list of nodes from source to target, the strongest first; `strengths` are their weights
    multiplied. No other path is stronger than `below`, which is 0 where there is none, or the last one's strength."""

    paths: list[_Path]
    strengths: list[float]
    below: float


def best_paths(
    neighbours: Neighbours,
    source: str,
    target: str,
    k: int = 1,
    *,
    widen_source: bool = True,
    least: float = _LEAST,
    most_read: int = _MOST_READ,
) -> Paths:
    r"""The k paths without repeated nodes whose weights, multiplied, are greatest.

    They are the k shortest paths by the lengths :math:`-\ln w`, as `networkx.shortest_simple_paths` finds them.

    Parameters
    ----------
    neighbours
        The edges of an undirected network.
    source, target
        Two different nodes.
    widen_source
        False where the source has too many edges to be read: then only the circle around the target is widened.
    least
        The strength below which a path is of no use: once one path is found, no more are looked for below it.
    most_read
        Nodes whose edges are read, after which only a first path is still looked for, up to four times as long.

    Returns
    -------
    Exactly the k best, as far as they are stronger than `below`; of weaker ones those that were met.

    Notes
    -----
    Cost: the nodes that are nearer to either end than half the length of the k-th path, and k times the length of a
    path searches among them, which are led by the exact distance to the target (A*).

    References
    ----------
    Yen: Finding the K Shortest Loopless Paths in a Network, 1971; Lawler: A Procedure for Computing the K Best
    Solutions, 1972. Hart, Nilsson, Raphael: A Formal Basis for the Heuristic Determination of Minimum Cost Paths, 1968.
    """
    circles = _Circles(neighbours)
    here, there = _Circle(source, circles), _Circle(target, circles)
    found: list[tuple[float, _Path]] = []
    looked_at, worst = 0, inf
    while True:
        open_sides = [side for side in (here, there) if side.frontier and (widen_source or side is there)]
        radius = here.radius + there.radius
        complete = not here.frontier or not there.frontier
        far = radius >= -log(least) or len(circles.read) >= most_read
        if complete or not open_sides or far or radius >= worst or len(circles.read) >= 2 * looked_at:
            found, looked_at = _yen(circles.edges, source, target, k), len(circles.read)
            worst = found[-1][0] if len(found) == k else inf
        if (
            complete
            or not open_sides
            or radius >= worst
            or (far and found)
            or len(circles.read) >= _PATIENCE * most_read
        ):
            below = exp(-(worst if complete else min(worst, radius)))
            return Paths([path for _, path in found], [exp(-length) for length, _ in found], below)
        min(open_sides, key=lambda side: len(side.frontier)).widen()


@dataclass
class _Circles:
    """The edges that are known, both ways, and the nodes all of whose edges are."""

    neighbours: Neighbours
    edges: _Edges = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    batch: int = _FIRST_BATCH

    def fetch(self, nodes: Sequence[str]) -> None:
        self.read.update(nodes)
        self.batch = min(2 * self.batch, _LARGEST_BATCH)
        for node, other, weight in self.neighbours(nodes):
            if node != other and weight > 0:
                length = -log(min(weight, 1.0))
                self.edges.setdefault(node, {})[other] = length
                self.edges.setdefault(other, {})[node] = length


class _Circle:
    """The nodes around one end. All edges of each nearer than `radius` are known."""

    def __init__(self, centre: str, circles: _Circles) -> None:
        self._circles = circles
        self._distance = {centre: 0.0}
        self._settled: set[str] = set()
        self.frontier = [(0.0, centre)]

    @property
    def radius(self) -> float:
        return self.frontier[0][0] if self.frontier else inf

    def widen(self) -> None:
        """Read the edges of the nearest nodes, and go on as far as edges are known."""
        waiting = (entry for entry in self.frontier if entry[1] not in self._circles.read)
        nearest = heapq.nsmallest(self._circles.batch, waiting)
        self._circles.fetch(list(dict.fromkeys(node for _, node in nearest)))
        while self.frontier:
            distance, node = self.frontier[0]
            if node in self._settled or distance > self._distance[node]:
                heapq.heappop(self.frontier)
            elif node in self._circles.read:
                heapq.heappop(self.frontier)
                self._settle(node, distance)
            else:
                return

    def _settle(self, node: str, distance: float) -> None:
        self._settled.add(node)
        for other, length in self._circles.edges.get(node, {}).items():
            reached = distance + length
            if reached < self._distance.get(other, inf):
                self._distance[other] = reached
                heapq.heappush(self.frontier, (reached, other))


def _yen(edges: _Edges, source: str, target: str, k: int) -> list[tuple[float, _Path]]:
    """The k shortest paths of a known network, each with its length."""
    ahead = _distances(edges, target)
    first = _shortest(edges, source, target, ahead, set(), set())
    candidates = [(*first, 0)] if first else []
    seen = {tuple(path) for _, path, _ in candidates}
    found: list[tuple[float, _Path]] = []
    while candidates and len(found) < k:
        length, path, parted = heapq.heappop(candidates)
        found.append((length, path))
        for place in range(parted, len(path) - 1):
            root = path[: place + 1]
            taken = {other[place + 1] for _, other in found if other[: place + 1] == root}
            rest = _shortest(edges, path[place], target, ahead, taken, set(root[:-1]))
            if rest is None:
                continue
            whole = root[:-1] + rest[1]
            if tuple(whole) not in seen:
                seen.add(tuple(whole))
                walked = sum(edges[one][other] for one, other in pairwise(whole))
                heapq.heappush(candidates, (walked, whole, place))
    return found


def _distances(edges: _Edges, centre: str) -> dict[str, float]:
    """How far every node is from one."""
    distance: dict[str, float] = {}
    waiting = [(0.0, centre)]
    while waiting:
        reached, node = heapq.heappop(waiting)
        if node in distance:
            continue
        distance[node] = reached
        for other, length in edges.get(node, {}).items():
            if other not in distance:
                heapq.heappush(waiting, (reached + length, other))
    return distance


def _shortest(
    edges: _Edges, source: str, target: str, ahead: dict[str, float], taken: set[str], closed: set[str]
) -> tuple[float, _Path] | None:
    """The shortest path that does not begin with a step to one of `taken` and passes none of `closed`."""
    if source not in ahead:
        return None
    before: dict[str, str] = {}
    walked = {source: 0.0}
    settled: set[str] = set()
    waiting = [(ahead[source], source)]
    while waiting:
        _, node = heapq.heappop(waiting)
        if node == target:
            path = [target]
            while path[-1] != source:
                path.append(before[path[-1]])
            return walked[target], path[::-1]
        if node in settled:
            continue
        settled.add(node)
        for other, length in edges[node].items():
            if other in settled or other in closed or other not in ahead or (node == source and other in taken):
                continue
            reached = walked[node] + length
            if reached < walked.get(other, inf):
                walked[other], before[other] = reached, node
                heapq.heappush(waiting, (reached + ahead[other], other))
    return None
