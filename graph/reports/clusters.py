"""Clusters: what their members share, who they are, what became of them since the run before, and what bridges them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph.reports.plain import names, read
from graph.reports.runs import clusters_of, current_run
from graph.store import Store
from guanxi.errors import NotFoundError

__all__ = ["bridges", "clusters", "in_two"]

_TOP = 3


def clusters(
    store: Store, *, offset: int = 0, limit: int = 50, members: bool = False, number: int | None = None
) -> dict[str, Any]:
    """The clusters of the newest analysis, or that of one `number`, the largest first, each with a reason and its most
    influential members.

    Returns {"run", "total", "items": [{"number", "name", "description", "size", "reasons", "change", "came_from",
    "members"}]}; reasons are `shared_company`, `shared_industry`, `shared_city`, `shared_region` or `shared_product`
    with value, share and elsewhere (0 to 1), `centre` with name and key of the best connected member, and `named_after`
    where the name is that of another. `change` is first, new, same, split or merged, and `came_from` lists the clusters
    of the run before: [{"number", "name", "people" (in common), "of_cluster", "of_previous" (0 to 1)}]. Members are
    [{"key", "name", "title", "rank", "degree"}], the first three or, where asked for, all. Raises NotFoundError where
    nothing has been analysed.
    """
    run = current_run(store)
    found = [row for row in clusters_of(store, run["id"]) if number in (None, row["number"])]
    shown = found[offset : offset + limit]
    numbers = [row["number"] for row in shown]
    rows = read(store, "analysis/cluster_members", run=run["id"], clusters=numbers, limit=-1 if members else _TOP)
    people = {row["number"]: row["members"] for row in rows}
    items = [
        {
            **{name: row[name] for name in ("number", "name", "description", "size", "change")},
            "reasons": json.loads(row["facts"]),
            "came_from": json.loads(row["came_from"] or "[]"),
            "members": people[row["number"]],
        }
        for row in shown
    ]
    return {"run": run, "total": len(found), "items": items}


def bridges(store: Store, number: int | None = None, *, limit: int = 50) -> dict[str, Any]:
    """What ties clusters to each other, the strongest first: of one cluster, or of all (each pair once).

    Returns {"run", "items": [{"number", "name", "other", "other_name", "ties", "strength" (sum), "people": [{"key",
    "name", "ties", "strength"}], "strongest": [{"key", "name", "other", "other_name", "strength"}]}]}; people are
    those of the first cluster who hold most of the ties. Raises NotFoundError where there is no such cluster.
    """
    run = current_run(store)
    found = {row["number"]: row for row in clusters_of(store, run["id"])}
    if number is not None and number not in found:
        raise NotFoundError(f"There is no cluster {number}.", "guanxi clusters lists them with their numbers.")
    pairs = [
        (one, bridge)
        for one, row in found.items()
        for bridge in json.loads(row["bridges"] or "[]")
        if number == one or (number is None and not _told_by_other(found, one, bridge["number"]))
    ]
    pairs.sort(key=lambda pair: (-pair[1]["strength"], pair[0], pair[1]["number"]))
    called = _called(store, [bridge for _, bridge in pairs[:limit]])
    return {"run": run, "items": [_named(found, one, bridge, called) for one, bridge in pairs[:limit]]}


def in_two(store: Store, number: int | None = None, *, limit: int = 50) -> dict[str, Any]:
    """Who belongs to two clusters, those who are divided most evenly first.

    Returns {"run", "total", "items": [{"key", "name", "account", "cluster", "cluster_name", "share", "second",
    "second_name", "second_share"}]}; shares are those of the strength of their ties, 0 to 1.
    """
    run = current_run(store)
    rows = read(store, "analysis/people_in_two", run=run["id"], cluster=number, limit=limit)
    total = read(store, "analysis/count_in_two", run=run["id"], cluster=number)[0]["people"]
    return {"run": run, "total": total, "items": rows}


def _told_by_other(found: Mapping[int, Mapping[str, Any]], one: int, other: int) -> bool:
    """Whether the pair is told already by the cluster with the smaller number."""
    return other < one and any(bridge["number"] == one for bridge in json.loads(found[other]["bridges"] or "[]"))


def _called(store: Store, told: list[dict[str, Any]]) -> dict[str, str]:
    keys = {who["key"] for bridge in told for who in (*bridge["people"], *bridge["strongest"])}
    keys |= {tie["other"] for bridge in told for tie in bridge["strongest"]}
    return names(store, "people", keys)


def _named(
    found: Mapping[int, Mapping[str, Any]], one: int, bridge: Mapping[str, Any], called: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "number": one,
        "name": found[one]["name"],
        "other": bridge["number"],
        "other_name": found[bridge["number"]]["name"],
        "ties": bridge["ties"],
        "strength": bridge["strength"],
        "people": [{"name": called.get(who["key"]), **who} for who in bridge["people"]],
        "strongest": [
            {"name": called.get(tie["key"]), "other_name": called.get(tie["other"]), **tie}
            for tie in bridge["strongest"]
        ],
    }
