"""Who can introduce one person to another."""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Any

import polars as pl

from graph.analysis.network import EDGES, build
from graph.analysis.paths import strongest_path
from graph.analysis.strength import word
from graph.reports.plain import read
from graph.store import Store
from guanxi.errors import NotFoundError, UsageError

__all__ = ["path"]


def path(store: Store, start: str, end: str) -> dict[str, Any]:
    """The strongest path between two people, named by key; nobody who opted out is a link in it.

    Returns {"strength", "people": [{"key", "name", "kind", "title", "account"}], "ties": [{"strength", "word",
    "last_at"}]}; `strength` is 0 to 100, the ties' strengths / 100 multiplied. Raises NotFoundError where no
    path leads there, UsageError for a path from somebody to themselves.
    """
    if start == end:
        raise UsageError("Both ends of the path are the same person.", "Name two people.")
    network = build(store.frame("analysis/path_ties", EDGES, ends=[start, end]), pl.DataFrame(schema=EDGES))
    index = {key: place for place, key in enumerate(network.keys)}
    steps = strongest_path(network.weights, index[start], index[end]) if {start, end} <= index.keys() else []
    if not steps:
        raise NotFoundError(
            f"No path leads from {start} to {end}.", "Paths run over ties: guanxi analyze brings them up to date."
        )
    keys = [str(network.keys[step]) for step in steps]
    people = {row["key"]: row for row in read(store, "maps/people", keys=keys)}
    pairs = [{"a": min(pair), "b": max(pair)} for pair in pairwise(keys)]
    ties = {(row["a"], row["b"]): row for row in read(store, "analysis/path_links", rows=pairs)}
    found = [ties[pair["a"], pair["b"]] for pair in pairs]
    return {
        "strength": 100 * prod(tie["strength"] / 100 for tie in found),
        "people": [{name: people[key][name] for name in ("key", "name", "kind", "title", "account")} for key in keys],
        "ties": [
            {"strength": tie["strength"], "word": word(tie["strength"]), "last_at": tie["last_at"]} for tie in found
        ],
    }
