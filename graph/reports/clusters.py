"""Clusters: what their members share, and who they are."""

from __future__ import annotations

import json
from typing import Any

from graph.reports.plain import read
from graph.reports.runs import clusters_of, current_run
from graph.store import Store

__all__ = ["clusters"]

_TOP = 3


def clusters(store: Store, *, limit: int = 50, members: bool = False) -> dict[str, Any]:
    """The largest clusters of the newest analysis, each with a reason and its most influential members.

    Returns {"run", "total", "items": [{"number", "name", "description", "size", "reasons", "members"}]};
    reasons are `shared_company`, `shared_industry`, `shared_city` or `shared_region` with value, share and
    elsewhere (0 to 1), and `centre` with name and key of the best connected member. Members are [{"key",
    "name", "title", "rank", "degree"}], the first three or, where asked for, all. Raises NotFoundError where
    nothing has been analysed.
    """
    run = current_run(store)
    found = clusters_of(store, run["id"])
    numbers = [row["number"] for row in found[:limit]]
    rows = read(store, "analysis/cluster_members", run=run["id"], clusters=numbers, limit=-1 if members else _TOP)
    people = {row["number"]: row["members"] for row in rows}
    items = [
        {
            **{name: row[name] for name in ("number", "name", "description", "size")},
            "reasons": json.loads(row["facts"]),
            "members": people[row["number"]],
        }
        for row in found[:limit]
    ]
    return {"run": run, "total": len(found), "items": items}
