"""Who is around a person or an account: rings of people, hop by hop, the strongest ties first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graph.reports.accounts import missing
from graph.reports.people import facts
from graph.reports.plain import read
from graph.reports.rings import rings
from graph.reports.search import full_text_query
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = ["MOST_PEOPLE", "around", "around_account", "around_person", "resolve"]

MOST_PEOPLE = 500
"""More people than these nobody can read on one sheet."""

_TIES_PER_PERSON = 4
_NEUTRAL = 50.0


@dataclass
class _Circle:
    """The centre, the people by hop, and how many more there would be."""

    centre: str
    hops: list[list[str]]
    left_out: int = 0
    links: list[dict[str, Any]] = field(default_factory=list)

    @property
    def people(self) -> list[str]:
        return [key for hop in self.hops for key in hop]


def resolve(store: Store, text: str) -> str:
    """The key of the one person (`contact:7`) or account (`customer:7`) that `text` names.

    `text` is a key, an id, an e-mail or a whole name. Raises NotFoundError where nothing fits, and UsageError
    with all that fit where it is more than one.
    """
    wanted = text.strip()
    found = read(store, "maps/by_id", text=wanted, email=wanted.lower())
    query = full_text_query(wanted)
    if not found and query:
        found = read(store, "maps/by_name", name=wanted, query=query)
    if not found:
        raise NotFoundError(
            f"Nobody and no account is called {text!r}.", "Give a key, an id, an e-mail or a whole name."
        )
    if len(found) > 1:
        listed = "; ".join(f"{row['key']} ({row['name']})" for row in found)
        raise UsageError(f"{text!r} fits several: {listed}.", "Say which one by its key.")
    return str(found[0]["key"])


def around(store: Store, key: str, hops: int = 1, limit: int = MOST_PEOPLE) -> dict[str, Any]:
    """The surroundings of a person or, where `key` is `customer:ID`, of an account."""
    kind, _, identifier = key.partition(":")
    if kind == "customer":
        return around_account(store, identifier, hops, limit)
    return around_person(store, key, hops, limit)


def around_person(store: Store, key: str, hops: int = 1, limit: int = MOST_PEOPLE) -> dict[str, Any]:
    """A person and whom they know, up to `hops` ties away and at most `limit` people, as a map.

    The map has the columns of `/api/map`, positions in rings around the person, the strength of the tie
    inwards as score, and "left_out": how many people found no room. Raises NotFoundError.
    """
    facts(store, key)
    circle = _Circle(key, [[key]])
    _widen(store, circle, hops, limit, employees_only=False)
    return _map(store, circle)


def around_account(store: Store, identifier: str, hops: int = 1, limit: int = MOST_PEOPLE) -> dict[str, Any]:
    """An account, its people and our employees who know them; from the second hop on everybody they know.

    As `around_person`; the account itself is `customer:ID`. Raises NotFoundError.
    """
    found = read(store, "maps/of_account", id=identifier)
    if not found:
        raise missing(store, identifier)
    account, centre = found[0], f"customer:{identifier}"
    circle = _Circle(centre, [account["people"][: limit - 1], account["owners"][:limit]])
    circle.left_out = len(account["people"]) - len(circle.hops[0])
    circle.links = [{"source": centre, "target": key, "strength": _NEUTRAL} for key in circle.people]
    _widen(store, circle, 1, limit, employees_only=True)
    _widen(store, circle, hops - 1, limit, employees_only=False)
    return _map(store, circle, {"key": centre, "name": account["name"], "kind": "customer"})


def _widen(store: Store, circle: _Circle, hops: int, limit: int, *, employees_only: bool) -> None:
    for _ in range(hops):
        room = max(0, limit - len(circle.people))
        found = read(store, "maps/next", keys=circle.people, limit=room, employees_only=employees_only)[0]
        circle.hops.append(found["keys"])
        circle.left_out += found["total"] - len(found["keys"])


def _map(store: Store, circle: _Circle, account: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = {row["key"]: row for row in read(store, "maps/people", keys=circle.people)}
    if account is None and circle.centre not in rows:
        raise NotFoundError(
            f"There is nobody with the key {circle.centre!r}.", "Search by name to find the right person."
        )
    if account is not None:
        rows = {circle.centre: account, **rows}
    ties = circle.links + read(
        store, "maps/ties_among", keys=circle.people, limit=_TIES_PER_PERSON * max(50, len(circle.people))
    )
    keys = list(rows)
    places = rings(circle.centre, keys, [(tie["source"], tie["target"], tie["strength"] or 0.0) for tie in ties])
    shown = {row["cluster"] for row in rows.values() if row.get("cluster") is not None}
    index = {key: i for i, key in enumerate(keys)}
    return {
        "run": None,
        "reading": "strength",
        "shown": {"people": len(keys), "ties": len(ties)},
        "total": {"people": len(keys) + circle.left_out, "ties": len(ties)},
        "left_out": circle.left_out,
        "centre": circle.centre,
        "clusters": [row for row in read(store, "maps/clusters") if row["number"] in shown],
        "people": {
            **{name: [row.get(name) for row in rows.values()] for name in _COLUMNS},
            "x": [places[key].x for key in keys],
            "y": [places[key].y for key in keys],
            "score": [places[key].strength for key in keys],
        },
        "ties": {
            "source": [index[tie["source"]] for tie in ties],
            "target": [index[tie["target"]] for tie in ties],
            "strength": [tie["strength"] for tie in ties],
        },
    }


_COLUMNS = ("key", "name", "kind", "title", "account", "rank", "cluster")
