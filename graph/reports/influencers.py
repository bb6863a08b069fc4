"""Who has influence, and why."""

from __future__ import annotations

from typing import Any

from graph.reports.plain import read
from graph.reports.reasons import reasons
from graph.reports.runs import RANKINGS, READINGS, check_reading, clusters_of, current_run
from graph.store import Store

__all__ = ["influencers"]

_MORE = ("core", "constraint", "reach", "reach_error", "downstream", "downstream_revenue", "second_cluster")


def influencers(
    store: Store, reading: str = "pagerank", *, limit: int = 50, cluster: int | None = None
) -> dict[str, Any]:
    """The people who come first by a reading, each with what is known to be true of them.

    Returns {"run", "reading", "total", "items": [{"rank", "key", "name", "title", "account", "account_id",
    "cluster", "cluster_name", "score", "readings", "opted_out", "reasons"}]}; `rank` is the place by this
    reading (one of RANKINGS), in this cluster where one is named. Raises NotFoundError where nothing has been
    analysed, UsageError for a reading that does not exist.
    """
    check_reading(reading)
    ranked_by = RANKINGS[reading]
    run = current_run(store)
    clusters = {row["number"]: row for row in clusters_of(store, run["id"])}
    people = read(
        store,
        "analysis/people_by_reading",
        run=run["id"],
        reading=ranked_by,
        lowest=ranked_by == "constraint",
        cluster=cluster,
        ranked_only=True,
        limit=limit,
    )
    why = reasons(store, run, people, clusters, reading)
    items = [
        {
            "rank": place,
            **{name: person[name] for name in ("key", "name", "title", "account", "account_id", "cluster")},
            "cluster_name": clusters[person["cluster"]]["name"],
            "score": person[ranked_by],
            "readings": {name: person[name] for name in (*READINGS, "strength", *_MORE)},
            "opted_out": person["opted_out"],
            "reasons": why[person["key"]],
        }
        for place, person in enumerate(people, start=1)
    ]
    total = read(store, "analysis/count_ranked", run=run["id"], cluster=cluster)[0]["ranked"]
    return {"run": run, "reading": reading, "total": total, "items": items}
