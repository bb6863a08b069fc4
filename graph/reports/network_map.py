"""The map of the analysed network, as columns: people with places and readings, and the ties among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import cos, pi, sin
from typing import Any

import polars as pl

from graph.analysis.network import EDGES, REFERRED, structure_ties
from graph.reports.people import facts, ties
from graph.reports.plain import read
from graph.reports.runs import RANKINGS, check_reading, clusters_of, current_run
from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["market_map", "neighbours"]

_TIES_PER_PERSON = 5
"""More ties than these nobody could tell apart; the strongest are shown."""

_MAX_STRUCTURE_PEOPLE = 20
_AROUND = 40.0


def market_map(
    store: Store, reading: str = "pagerank", *, limit: int = 2000, cluster: int | None = None
) -> dict[str, Any]:
    """The people who come first by a reading, where they are on the map, and the strongest ties among them.

    Returns {"run", "reading", "shown": {"people", "ties"}, "total": {"people", "ties"}, "clusters": [{"id",
    "number", "name", "description", "size"}], "people": {"key", "name", "kind", "account", "x", "y", "score",
    "rank", "cluster"}, "ties": {"source", "target", "strength"}}; people and ties are columns, ties name
    people by index, the strongest first. Raises NotFoundError where nothing has been analysed.
    """
    check_reading(reading)
    run = current_run(store)
    people = read(
        store,
        "analysis/people_by_reading",
        run=run["id"],
        reading=RANKINGS[reading],
        lowest=False,
        cluster=cluster,
        ranked_only=False,
        limit=limit,
    )
    total = {"people": run["people"], "ties": run["ties"]}
    if cluster is not None:
        total = read(store, "analysis/cluster_totals", run=run["id"], cluster=cluster)[0]
    return {**_map(store, run, reading, people, total), "clusters": _clusters(store, run)}


def neighbours(
    store: Store, key: str, reading: str = "pagerank", *, offset: int = 0, limit: int = 25
) -> dict[str, Any]:
    """A person, whom they know (the strongest ties first, from `offset` on) and the ties among all of them.

    Returns the same as `market_map`, and "more": how many neighbours come after these. Somebody who was not
    analysed stands near the person. Raises NotFoundError where nobody has this key.
    """
    check_reading(reading)
    run = current_run(store)
    person = facts(store, key)
    if run["basis"] == "structure":
        near = _structure_neighbours(store, run, key)
        total, keys = len(near), near[offset : offset + limit]
    else:
        total = person["ties_total"]
        keys = [row["key"] for row in ties(store, key, offset=offset, limit=limit)]
    rows = read(store, "analysis/people_in_run", run=run["id"], keys=[key, *keys])
    if key not in {row["key"] for row in rows}:
        raise NotFoundError(
            f"{key!r} has just been taken out of the graph.", "Search by name to find the right person."
        )
    order = {found: place for place, found in enumerate([key, *keys])}
    people = _placed(sorted(rows, key=lambda row: order[row["key"]]))
    return {
        **_map(store, run, reading, people, {"people": total + 1, "ties": total}),
        "more": max(0, total - offset - len(keys)),
    }


def _map(
    store: Store, run: dict[str, Any], reading: str, people: Sequence[Mapping[str, Any]], total: dict[str, int]
) -> dict[str, Any]:
    index = {person["key"]: place for place, person in enumerate(people)}
    found = _ties_among(store, run, list(index))
    shown = {person["cluster"] for person in people}
    columns = ("key", "name", "kind", "account", "rank", "cluster")
    return {
        "run": run,
        "reading": reading,
        "shown": {"people": len(people), "ties": len(found)},
        "total": total,
        "clusters": [row for row in _clusters(store, run) if row["number"] in shown],
        "people": {
            **{name: [person[name] for person in people] for name in columns},
            "x": [round(person["x"], 1) for person in people],
            "y": [round(person["y"], 1) for person in people],
            "score": [person[RANKINGS[reading]] for person in people],
        },
        "ties": {
            "source": [index[row["source"]] for row in found],
            "target": [index[row["target"]] for row in found],
            "strength": [round(row["strength"], 1) for row in found],
        },
    }


def _clusters(store: Store, run: Mapping[str, Any]) -> list[dict[str, Any]]:
    names = ("id", "number", "name", "description", "size")
    return [{name: row[name] for name in names} for row in clusters_of(store, run["id"])]


def _ties_among(store: Store, run: dict[str, Any], keys: list[str]) -> list[dict[str, Any]]:
    limit = _TIES_PER_PERSON * max(len(keys), 20)
    if run["basis"] == "ties":
        dealings = read(store, "maps/ties_among", keys=keys, limit=limit)
        introduced = read(store, "analysis/referrals_among", keys=keys)
        found = dealings + [{**pair, "strength": REFERRED * 100} for pair in introduced]
        return sorted(found, key=lambda row: -row["strength"])[:limit]
    return (
        _structure(store, run)
        .filter(pl.col("a").is_in(keys) & pl.col("b").is_in(keys))
        .sort(-pl.col("weight"), "a", "b")
        .head(limit)
        .select(source="a", target="b", strength=pl.min_horizontal(pl.col("weight") * 100, 100.0))
        .to_dicts()
    )


def _structure(store: Store, run: Mapping[str, Any]) -> pl.DataFrame:
    known = store.frame("analysis/market_ties", EDGES)
    return structure_ties(store, known, _MAX_STRUCTURE_PEOPLE, datetime.fromisoformat(run["as_of"]))


def _structure_neighbours(store: Store, run: Mapping[str, Any], key: str) -> list[str]:
    found = _structure(store, run).filter((pl.col("a") == key) | (pl.col("b") == key))
    other = pl.when(pl.col("a") == key).then("b").otherwise("a").alias("other")
    return found.sort(-pl.col("weight"), "a", "b").select(other)["other"].to_list()


def _placed(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The people, those without a place put around the first."""
    centre = (people[0]["x"] or 0.0, people[0]["y"] or 0.0)
    return [
        person
        if person["x"] is not None
        else {
            **person,
            "x": centre[0] + _AROUND * cos(2 * pi * place / len(people)) * (place > 0),
            "y": centre[1] + _AROUND * sin(2 * pi * place / len(people)) * (place > 0),
        }
        for place, person in enumerate(people)
    ]
