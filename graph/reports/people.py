"""People: the card of one, whom they know, and what they took part in."""

from __future__ import annotations

from typing import Any

from graph.analysis.strength import word
from graph.reports.plain import read
from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["card", "interactions", "ties"]


def card(store: Store, key: str) -> dict[str, Any]:
    """A person's card: facts, readings of the newest analysis (None where there is none), the ten strongest ties.

    Raises NotFoundError where nobody has this key (`contact:7`, `employee:7`).
    """
    found = read(store, "people/card", key=key)
    if not found:
        raise NotFoundError(f"There is nobody with the key {key!r}.", "Search by name to find the right person.")
    standing = read(store, "people/standing", key=key)
    return {
        **found[0],
        "cluster": standing[0]["cluster"] if standing else None,
        "readings": standing[0] if standing else None,
        "ties": ties(store, key),
    }


def ties(store: Store, key: str, offset: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """Whom a person knows, the strongest ties first, each with its word: strong, warm or weak."""
    rows = read(store, "people/ties", key=key, offset=offset, limit=limit)
    return [{**row, "word": word(row["strength"])} for row in rows]


def interactions(store: Store, key: str, offset: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """The newest interactions of a person, with everybody who took part."""
    return read(store, "people/interactions", key=key, offset=offset, limit=limit)
