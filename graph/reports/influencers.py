"""Who has influence, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from graph.reports.plain import read
from graph.reports.population import population_of
from graph.reports.reasons import reasons
from graph.reports.runs import RANKINGS, READINGS, check_reading, clusters_of, current_run
from graph.store import Store

__all__ = ["influencers"]

_MORE = ("core", "constraint", "reach", "reach_error", "downstream", "downstream_revenue", "second_cluster")


def influencers(
    store: Store,
    reading: str = "pagerank",
    *,
    limit: int = 50,
    cluster: int | None = None,
    market: Mapping[str, str] | None = None,
    without: Collection[str] = (),
    opted_out: bool = True,
) -> dict[str, Any]:
    """The people who come first by a reading, each with what is known to be true of them.

    Parameters
    ----------
    cluster, market
        Only people of the cluster with this number; only people of a market, by FACETS.
    without
        Keys of people to leave out.
    opted_out
        Whether those are listed too who do not want to be written to.

    Returns
    -------
    {"run", "reading", "total" (how many could be listed), "opted_out" (how many of the market do not want to be written
    to), "items": [{"rank", "key", "name", "title", "account", "account_id", "cluster", "cluster_name", "score",
    "readings", "opted_out", "reasons"}]}; `rank` is the place by this reading (one of RANKINGS) in the market.

    Raises
    ------
    NotFoundError
        Where nothing has been analysed.
    UsageError
        For a reading that does not exist, or a market without people.
    """
    check_reading(reading)
    ranked_by = RANKINGS[reading]
    run = current_run(store)
    clusters = {row["number"]: row for row in clusters_of(store, run["id"])}
    wanted = dict(market or {}) | ({} if cluster is None else {"cluster": str(cluster)})
    population = population_of(store, run)
    order = population.first(ranked_by, wanted, lowest=ranked_by == "constraint", without=without)
    unwilling = int(order["opted_out"].sum())
    if not opted_out:
        order = order.filter(~order["opted_out"])
    keys = order["key"].head(limit).to_list()
    rows = {row["key"]: row for row in read(store, "analysis/people_in_run", run=run["id"], keys=keys)}
    people = [rows[key] for key in keys if key in rows and (opted_out or not rows[key]["opted_out"])]
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
    return {"run": run, "reading": reading, "total": order.height, "opted_out": unwilling, "items": items}
