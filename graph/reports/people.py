"""People: the card of one, whom they know, and what they took part in."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from graph.analysis.strength import word
from graph.reports.plain import names, read
from graph.reports.reasons import reasons
from graph.reports.runs import clusters_of
from graph.store import Store
from guanxi.errors import MergedError, NotFoundError

__all__ = ["card", "facts", "interactions", "people_now", "ties"]


def card(store: Store, key: str) -> dict[str, Any]:
    """A person's card: facts, the ten strongest ties, and what the newest analysis says of them.

    `readings`, `places` (1 is first, by each reading, of `ranked` people) and `cluster` are None, and `reasons`
    empty, for whom it did not analyse; `places` is None for employees too. `records` are those of several systems
    that were merged. `carries` is what would be lost if they left ({"accounts", "cut_off", "health_lost", "losing":
    [{"id", "name", "health_lost", "cut_off"}]}), None for nothing. Raises NotFoundError where nobody has this key
    (`contact:7`, `employee:7`), MergedError where somebody else stands for it.
    """
    found = facts(store, key)
    standing = read(store, "screens/person_standing", key=key)
    places = read(store, "screens/person_places", key=key)
    return {
        **found,
        "cluster": standing[0]["cluster"] if standing else None,
        "readings": standing[0] if standing else None,
        "places": places[0] if places else None,
        "reasons": _reasons(store, found, standing[0]) if standing else [],
        "ties": ties(store, key),
        "records": read(store, "people/records", key=key),
        "carries": _carries(store, key),
    }


def facts(store: Store, key: str) -> dict[str, Any]:
    """What is recorded of a person, with the number of ties and interactions. Raises NotFoundError, MergedError."""
    found = read(store, "screens/person_card", key=key)
    if not found:
        for row in store.read("people/stands_for", key=key):
            raise MergedError(key, row["key"])
        raise NotFoundError(f"There is nobody with the key {key!r}.", "Search by name to find the right person.")
    return found[0]


def ties(store: Store, key: str, offset: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """Whom a person knows, the strongest ties first, each with its word: strong, warm or weak."""
    rows = read(store, "people/ties", key=key, offset=offset, limit=limit)
    return [{**row, "word": word(row["strength"])} for row in rows]


def interactions(store: Store, key: str, offset: int = 0, limit: int = 10) -> list[dict[str, Any]]:
    """The newest interactions of a person, with everybody who took part."""
    return read(store, "people/interactions", key=key, offset=offset, limit=limit)


def _carries(store: Store, key: str) -> dict[str, Any] | None:
    for row in read(store, "people/carries", key=key):
        losing = json.loads(row.pop("parts"))
        called = names(store, "accounts", (one["customer"] for one in losing))
        kept = [{"id": one.pop("customer"), **one} for one in losing]
        return {**row, "losing": [{**one, "name": called.get(one["id"])} for one in kept]}
    return None


def people_now(store: Store, keys: Collection[str]) -> dict[str, dict[str, Any]]:
    """Who is behind these keys now, by the key asked for: {"key", "name", "title", "email", "phone", "opted_out",
    "account", "account_id"}. A record that was merged since leads to who stands for it; who is gone is left out."""
    return {row["asked"]: row for row in reversed(read(store, "screens/people_now", keys=list(keys)))}


def _reasons(store: Store, person: dict[str, Any], readings: dict[str, Any]) -> list[dict[str, Any]]:
    run = {"id": readings["run_id"], "basis": readings["basis"]}
    clusters = {row["number"]: row for row in clusters_of(store, readings["run_id"])}
    return reasons(store, run, [{**person, **readings}], clusters)[str(person["key"])]
