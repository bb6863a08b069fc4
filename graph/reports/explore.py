"""The screen Explore: some people and accounts, the neighbours that were called onto it, and what ties them.

What is on the screen follows from what was asked for, in this order: the roots, the neighbours of each kind that were
opened, and the paths. Nobody moves when more is asked for: everybody's place follows from what came before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin, sqrt
from typing import Any

from graph.reports.paths import introductions
from graph.reports.plain import read
from graph.reports.runs import clusters_of
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = ["KINDS", "MOST", "Asked", "Opened", "Way", "gathered", "kinds", "scene"]

KINDS = (
    "knows", "us", "account", "owns", "colleagues", "people", "linked", "referred", "referred_by", "manager",
    "reports", "relations", "part_of", "parts",
)  # fmt: skip
"""The kinds of neighbours, each a query of cypher/explore."""

MOST = 1_000
"""People and accounts on the screen: more could not be told apart."""

_TIES_EACH = 6
_ROOT_RADIUS, _RING, _ROOM, _LANE = 620.0, 240.0, 74.0, 92.0
_GOLDEN = pi * (3 - sqrt(5))


@dataclass(frozen=True)
class Opened:
    """The strongest `count` neighbours of a kind of somebody on the screen."""

    key: str
    kind: str
    count: int = 25


@dataclass(frozen=True)
class Way:
    """The best paths between two people: by `strength`, or of the fewest `steps`."""

    start: str
    end: str
    by: str = "strength"


@dataclass(frozen=True)
class Asked:
    """What the screen shows; who is pinned stays, at that place. Raises UsageError for a kind that there is not."""

    roots: Sequence[str] = ()
    pinned: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    opened: Sequence[Opened] = ()
    ways: Sequence[Way] = ()

    def __post_init__(self) -> None:
        for opened in self.opened:
            if opened.kind not in KINDS:
                raise UsageError(f"There is no kind of neighbours {opened.kind!r}.", f"Choose from {', '.join(KINDS)}.")


@dataclass
class Gathered:
    """Who is on the screen, where, and what they were called by; `full` where somebody found no room."""

    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    brought: dict[str, str] = field(default_factory=dict)
    """By whom somebody came onto the screen."""
    links: dict[tuple[str, str], tuple[str, float | None]] = field(default_factory=dict)
    opened: list[dict[str, Any]] = field(default_factory=list)
    ways: list[dict[str, Any]] = field(default_factory=list)
    full: bool = False

    def add(self, key: str, place: tuple[float, float]) -> None:
        if len(self.places) >= MOST and key not in self.places:
            self.full = True
        else:
            self.places.setdefault(key, place)

    def link(self, one: str, other: str, kind: str, strength: float | None) -> None:
        if one in self.places and other in self.places:
            self.links.setdefault((min(one, other), max(one, other)), (kind, strength))

    def move(self, pinned: Mapping[str, tuple[float, float]]) -> None:
        """Put those who are pinned where they belong, and let whom they brought come along; nobody else moves."""
        moved: dict[str, tuple[float, float]] = {}
        for key, (x, y) in self.places.items():
            to_x, to_y = pinned.get(key, (x, y))
            moved[key] = (to_x - x, to_y - y) if key in pinned else moved.get(self.brought.get(key, ""), (0.0, 0.0))
            self.places[key] = (x + moved[key][0], y + moved[key][1])


def scene(store: Store, asked: Asked) -> dict[str, Any]:
    """What is on the screen, as a map.

    Returns the columns of `/api/map`, with more of them for people ("title", "role", "industry", "region", "city",
    "company", "tier", "health", "opted_out") and ties ("kind": `knows` or one of KINDS), and "opened": [{"key", "kind",
    "keys", "total"}], "ways": as `introductions`, with "by", or with "error" where no path leads there, "missing": keys
    of whom there is nobody any more, and "full": whether somebody found no room among MOST.
    """
    found = gathered(store, asked)
    runs = read(store, "analysis/newest_run", complete=True)
    run = runs[0] if runs else None
    rows = _described(store, list(found.places), run["id"] if run else None)
    ties = _ties(store, found, rows)
    index = {row["key"]: place for place, row in enumerate(rows)}
    shown = {row["cluster"] for row in rows}
    clusters = [row for row in clusters_of(store, run["id"]) if row["number"] in shown] if run else []
    told = ("id", "number", "name", "description", "size")
    return {
        "run": {name: run[name] for name in ("id", "at", "as_of", "basis", "people", "ties")} if run else None,
        "reading": "pagerank",
        "shown": {"people": len(rows), "ties": len(ties)},
        "total": {"people": len(rows), "ties": len(ties)},
        "clusters": [{name: row[name] for name in told} for row in clusters],
        "people": {
            **{name: [row[name] for row in rows] for name in _COLUMNS},
            "x": [round(found.places[row["key"]][0], 1) for row in rows],
            "y": [round(found.places[row["key"]][1], 1) for row in rows],
        },
        "ties": {
            "source": [index[one] for (one, _), _ in ties],
            "target": [index[other] for (_, other), _ in ties],
            "strength": [round(50.0 if strength is None else strength, 1) for _, (_, strength) in ties],
            "kind": [kind for _, (kind, _) in ties],
        },
        "opened": found.opened,
        "ways": found.ways,
        "missing": [key for key in found.places if key not in index],
        "full": found.full,
    }


def kinds(store: Store, key: str) -> list[dict[str, Any]]:
    """How many neighbours there are of each kind: [{"kind", "count"}] in the order of KINDS. Raises NotFoundError."""
    found = read(store, "explore/kinds", **_named(key))
    if not found:
        raise NotFoundError(f"There is nobody with the key {key!r}.", "Search by name to find the right one.")
    return [{"kind": kind, "count": found[0][kind]} for kind in KINDS if found[0][kind]]


def gathered(store: Store, asked: Asked) -> Gathered:
    """Who is on the screen, and where: where they would be if nobody was pinned, but for the pinned and their own."""
    found = Gathered()
    for number, key in enumerate(asked.roots):
        distance, angle = _ROOT_RADIUS * sqrt(number), number * _GOLDEN
        found.add(key, (distance * cos(angle), distance * sin(angle)))
    later = [opened for opened in asked.opened if not _open(store, found, opened)]
    for way in asked.ways:
        _lead(store, found, way)
    for key, place in asked.pinned.items():
        found.add(key, place)
    for opened in later:
        _open(store, found, opened)
    found.move(asked.pinned)
    return found


def _open(store: Store, found: Gathered, opened: Opened) -> bool:
    """Add the neighbours of somebody; False where they are not on the screen."""
    if opened.key not in found.places:
        return False
    row = read(store, f"explore/{opened.kind}", **_named(opened.key), limit=opened.count)[0]
    slots = _Slots(found.places, opened.key)
    for other, strength in row["found"]:
        if other not in found.places:
            found.add(other, slots.next())
            found.brought[other] = opened.key
        scale = None if opened.kind == "owns" else strength
        kind = "knows" if strength is not None and opened.kind in ("us", "colleagues") else opened.kind
        found.link(opened.key, other, kind, scale)
    keys = [other for other, _ in row["found"] if other in found.places]
    found.opened.append({"key": opened.key, "kind": opened.kind, "keys": keys, "total": row["total"]})
    return True


def _lead(store: Store, found: Gathered, way: Way) -> None:
    asked = {"from": way.start, "to": way.end, "by": way.by}
    try:
        ways = introductions(store, way.start, way.end, 3, by=way.by)
    except (NotFoundError, UsageError) as error:
        found.ways.append({**asked, "paths": [], "error": error.message})
        return
    found.ways.append({**ways, "by": way.by})
    (x, y), (to_x, to_y) = found.places.get(way.start, (0.0, 0.0)), found.places.get(way.end, (3 * _ROOT_RADIUS, 0.0))
    for number, path in enumerate(ways["paths"]):
        keys = [person["key"] for person in path["people"]]
        bow = _RING * (number - 1) * 0.9
        for step, key in enumerate(keys):
            share = step / (len(keys) - 1)
            lift = bow * sin(pi * share)
            along = hypot(to_x - x, to_y - y) or 1.0
            aside = (-(to_y - y) / along * lift, (to_x - x) / along * lift)
            found.add(key, (x + (to_x - x) * share + aside[0], y + (to_y - y) * share + aside[1]))
        for (one, other), tie in zip(pairwise(keys), path["ties"], strict=True):
            found.link(one, other, "knows", tie["strength"])


class _Slots:
    """Free places around somebody: on arcs that turn away from where the rest is, ring after ring."""

    def __init__(self, places: dict[str, tuple[float, float]], centre: str) -> None:
        self.x, self.y = places[centre]
        self.taken = [place for key, place in places.items() if key != centre]
        others = len(self.taken) or 1
        away_x = self.x - sum(x for x, _ in self.taken) / others
        away_y = self.y - sum(y for _, y in self.taken) / others
        self.middle = atan2(away_y, away_x) if self.taken else pi / 2
        self.lane = self.slot = 0

    def next(self) -> tuple[float, float]:
        """The next place that nobody stands on."""
        while True:
            radius = _RING + self.lane * _LANE
            around = max(6, int(2 * pi * radius / _ROOM))
            side = (self.slot + 1) // 2 * (1 if self.slot % 2 else -1)
            angle = self.middle + 2 * pi * side / around + (self.lane % 2) * pi / around
            self.slot += 1
            if self.slot >= around:
                self.lane, self.slot = self.lane + 1, 0
            place = (self.x + radius * cos(angle), self.y + radius * sin(angle))
            if all(hypot(place[0] - x, place[1] - y) > 0.7 * _ROOM for x, y in self.taken):
                self.taken.append(place)
                return place


def _described(store: Store, keys: list[str], run: str | None) -> list[dict[str, Any]]:
    """Everybody of whom there is a record, in the order of `keys`."""
    ids = [key.removeprefix("customer:") for key in keys if key.startswith("customer:")]
    people = [key for key in keys if not key.startswith("customer:")]
    rows = {row["key"]: row for row in read(store, "explore/parties", keys=people, ids=ids, run=run)}
    return [rows[key] for key in keys if key in rows]


def _ties(
    store: Store, found: Gathered, rows: list[dict[str, Any]]
) -> list[tuple[tuple[str, str], tuple[str, float | None]]]:
    """What ties those on the screen, the strongest first: how they were called, and the strongest ties among people."""
    there = {row["key"] for row in rows}
    links = {pair: link for pair, link in found.links.items() if there.issuperset(pair)}
    people = [row["key"] for row in rows if row["kind"] != "customer"]
    for row in read(store, "maps/ties_among", keys=people, limit=_TIES_EACH * max(20, len(people))):
        pair = (min(row["source"], row["target"]), max(row["source"], row["target"]))
        links[pair] = ("knows", row["strength"])
    return sorted(links.items(), key=lambda link: (-(link[1][1] or 0.0), link[0]))


def _named(key: str) -> dict[str, str]:
    kind, _colon, identifier = key.partition(":")
    return {"key": "", "id": identifier} if kind == "customer" else {"key": key, "id": ""}


_COLUMNS = (
    "key", "name", "kind", "title", "role", "account", "opted_out", "industry", "region", "city", "company", "rank",
    "cluster", "score", "tier", "health",
)  # fmt: skip
