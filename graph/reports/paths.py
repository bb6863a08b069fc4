"""Who can introduce one person to another, and who of us knows somebody best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import prod
from typing import Any

from graph.analysis.paths import best_paths
from graph.analysis.strength import word
from graph.reports.plain import read
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = ["US", "introductions", "who_knows"]

US = "us"
"""In the place of a start: whoever of us knows the next person best."""

_LATEST = 3


def introductions(store: Store, start: str, end: str, k: int = 3, by: str = "strength") -> dict[str, Any]:
    """The k strongest paths between two people, named by key; nobody who opted out is a link in one.

    `by` is `strength`, or `steps` for the paths of fewest steps, of those the strongest. Where `start` is US, a path
    begins with whoever of us has the strongest tie to its first link.

    Returns {"from", "to", "paths": [{"strength", "people": [{"key", "name", "kind", "title", "account"}],
    "ties": [{"strength", "word", "count", "sent", "received", "first_at", "last_at", "latest": [{"id", "at",
    "channel", "subject"}]}]}], "below"}. `strength` is 0 to 100, the ties' strengths / 100 multiplied; `sent` and
    `received` are of the first person of the two. No other path is stronger than `below`, which is None for `steps`.
    Raises NotFoundError where no path leads there, UsageError for a path from somebody to themselves.
    """
    if by not in ("strength", "steps"):
        raise UsageError(f"Paths are not ordered by {by!r}.", "Choose from strength, steps.")
    if start == end:
        raise UsageError("Both ends of the path are the same person.", "Name two people.")

    def neighbours(nodes: Sequence[str]) -> list[tuple[str, str, float]]:
        ties = _ties(store, nodes, [start, end])
        ties = ties if start != US else _through_us(ties)
        return ties if by == "strength" else [(one, other, _step(weight)) for one, other, weight in ties]

    found = best_paths(neighbours, start, end, k, widen_source=start != US)
    if not found.paths:
        raise NotFoundError(
            f"No path leads from {start} to {end}.", "Paths run over ties: guanxi analyze brings them up to date."
        )
    paths = found.paths if start != US else [[_ours(store, path[1], end), *path[1:]] for path in found.paths]
    described = _described(store, paths)
    shown = [
        {
            "strength": 100 * prod(described[pair]["strength"] / 100 for pair in pairwise(path)),
            "people": [described[key] for key in path],
            "ties": [described[pair] for pair in pairwise(path)],
        }
        for path in paths
    ]
    return {"from": start, "to": end, "paths": shown, "below": 100 * found.below if by == "strength" else None}


def who_knows(store: Store, key: str, limit: int = 5) -> list[dict[str, Any]]:
    """Who of us has a tie to a person, the strongest first: [{"key", "name", "title", "strength", "word", …}]."""
    rows = read(store, "paths/who_knows", key=key, limit=limit)
    return [{**row, "word": word(row["strength"])} for row in rows]


def _ties(store: Store, keys: Sequence[str], ends: list[str]) -> list[tuple[str, str, float]]:
    """The ties of some people that a path may run over, with strength / 100."""
    return [
        (row["key"], other, strength / 100)
        for row in store.read("analysis/path_ties", keys=list(keys), ends=ends)
        for other, strength in zip(row["others"], row["strengths"], strict=True)
    ]


def _step(weight: float) -> float:
    """The weight of a tie where steps count: a step more outweighs any strength."""
    return 0.5 * (0.99 + 0.01 * weight)


def _through_us(ties: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """The ties, with all of us as one: each contact's strongest tie counts."""
    best: dict[tuple[str, str], float] = {}
    for one, other, strength in ties:
        pair = (one, US if other.startswith("employee:") else other)
        best[pair] = max(best.get(pair, 0.0), strength)
    return [(one, other, strength) for (one, other), strength in best.items()]


def _ours(store: Store, key: str, end: str) -> str:
    """Who of us has the strongest tie to a person, among those who may be a link."""
    ours = [(-strength, other) for _, other, strength in _ties(store, [key], [end]) if other.startswith("employee:")]
    return min(ours)[1]


def _described(store: Store, paths: list[list[str]]) -> dict[Any, dict[str, Any]]:
    """Everybody on the paths by key, and every tie by its two keys, in the order of the path."""
    keys = sorted({key for path in paths for key in path})
    wanted = ("key", "name", "kind", "title", "account")
    described: dict[Any, dict[str, Any]] = {
        row["key"]: {name: row[name] for name in wanted} for row in read(store, "maps/people", keys=keys)
    }
    pairs = sorted({(min(pair), max(pair)) for path in paths for pair in pairwise(path)})
    rows = [{"a": one, "b": other} for one, other in pairs]
    for row in read(store, "analysis/path_links", rows=rows, limit=_LATEST):
        one, other, sent, received = (row.pop(name) for name in ("a", "b", "sent", "received"))
        tie = {**row, "word": word(row["strength"])}
        described[one, other] = {**tie, "sent": sent, "received": received}
        described[other, one] = {**tie, "sent": received, "received": sent}
    return described
