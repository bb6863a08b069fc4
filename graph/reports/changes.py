"""What changed between two analyses: people, ties, clusters and accounts."""

from __future__ import annotations

from datetime import datetime
from math import log
from typing import Any

import numpy as np
import polars as pl

from graph.analysis import strength
from graph.analysis.cluster_matching import UNKNOWN, origins
from graph.analysis.cluster_matching import changes as cluster_changes
from graph.analysis.strength import PARTICIPATION
from graph.reports.plain import names, read
from graph.reports.runs import clusters_of, current_run
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError

__all__ = ["changes"]

_PEOPLE = {"key": pl.String, "rank": pl.Int64, "pagerank": pl.Float64, "cluster": pl.Int64}
_WORDS = ("segment", "tier", "activity", "lifecycle", "churn_state")
_NUMBERS = ("health", "churn")
_ACCOUNTS = {
    "id": pl.String,
    "name": pl.String,
    **dict.fromkeys(_WORDS, pl.String),
    **dict.fromkeys((*_NUMBERS, "lifetime_value"), pl.Float64),
}
_COOLED = {
    **dict.fromkeys(("a", "b", "a_name", "b_name"), pl.String),
    **dict.fromkeys(("mass", "sent", "received"), pl.Float64),
    "count": pl.Int64,
    "as_of": pl.Float64,
    "last_at": pl.String,
}
_PARTS = ("mass", "sent", "received", "count")
_WARM = 30.0
_MOVED = 5.0


def changes(
    store: Store, settings: Settings, *, since: datetime | None = None, run: str | None = None, limit: int = 20
) -> dict[str, Any]:
    """What is different in the newest analysis from an earlier one.

    Parameters
    ----------
    since
        The earlier one is the run that describes the moment nearest before this.
    run
        Or the run with this id.
    limit
        At most so many people, ties and accounts of each kind.

    Returns
    -------
    {"run", "before": runs, "rose" and "fell": [{"key", "name", "rank_before", "rank", "change"}], "new_people" and
    "gone_people" (how many), "cold": [{"a", "a_name", "b", "b_name", "strength_before", "strength", "last_at"}],
    "clusters": [{"change", "number", "name", "size", "came_from": [{"number", "name", "people"}]}] of those that split,
    merged or are new, "accounts": [{"id", "name", "what", "before", "after"}], the most valuable first}.

    `change` is of PageRank times the number of people: 1 is the mean person's whole influence. Ties went cold that
    were warm (30) or strong then and are weak now. Of accounts, `what` is segment, tier, activity, lifecycle or
    churn_state, and health or churn where they moved by at least 5 points.

    Raises
    ------
    NotFoundError
        Where nothing has been analysed, or nothing of so early.

    Notes
    -----
    The strength that a tie had then is what it has now, without what came since, and unfaded: exact, and it costs no
    more than reading the interactions since.
    """
    now = current_run(store)
    found = read(store, "analysis/run_at", run=run, moment=since)
    if not found or found[0]["id"] == now["id"]:
        raise NotFoundError(
            "There is no earlier analysis to compare with.", "Make one with guanxi analyze --as-of DATE."
        )
    before = found[0]
    then, present = (store.frame("analysis/people_of_run", _PEOPLE, run=row["id"]) for row in (before, now))
    moved = _influence(then, present)
    return {
        "run": now,
        "before": before,
        "rose": _named(store, moved.filter(pl.col("change") > 0).sort(-pl.col("change"), "key").head(limit)),
        "fell": _named(store, moved.filter(pl.col("change") < 0).sort("change", "key").head(limit)),
        "new_people": present.join(then, on="key", how="anti").height,
        "gone_people": then.join(present, on="key", how="anti").height,
        "cold": _cold(store, settings, before, now, limit),
        "clusters": _clusters(store, settings, before, now, then, present),
        "accounts": _accounts(store, before, now, limit),
    }


def _influence(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Those who are ranked in both runs: `key`, `rank_before`, `rank`, `change`."""
    both = then.join(now, on="key", suffix="_now").drop_nulls(["rank", "rank_now"])
    change = pl.col("pagerank_now") * now.height - pl.col("pagerank") * then.height
    return both.select("key", rank_before="rank", rank="rank_now", change=change)


def _named(store: Store, people: pl.DataFrame) -> list[dict[str, Any]]:
    called = names(store, "people", people["key"])
    return [{"name": called.get(row["key"]), **row} for row in people.iter_rows(named=True)]


def _cold(
    store: Store, settings: Settings, before: dict[str, Any], now: dict[str, Any], limit: int
) -> list[dict[str, Any]]:
    config = settings.strength
    since, until = (datetime.fromisoformat(row["as_of"]) for row in (before, now))
    grown = 2.0 ** ((until - since).total_seconds() / 86_400 / config.half_life_days)
    least = -log(1 - _WARM / 100) * config.s0 / grown
    weak = pl.DataFrame(read(store, "analysis/ties_that_may_have_cooled", warm=_WARM, least=least), schema=_COOLED)
    aged = (until.timestamp() - pl.col("as_of")) / 86_400
    present = weak.with_columns(pl.col("mass") * strength.decay(aged, config.half_life_days)).drop("as_of")
    came = store.frame("analysis/participations_between", PARTICIPATION, since=since, until=until)
    added = strength.tally(came, until.timestamp(), config).select("a", "b", *_PARTS)
    earlier = present.join(added, on=["a", "b"], how="left", suffix="_new").with_columns(
        pl.col(name) - pl.col(f"{name}_new").fill_null(0) for name in _PARTS
    )
    was = strength.with_strength(
        earlier.filter(pl.col("count") > 0).with_columns(pl.col("mass") * grown), config.s0
    ).filter(pl.col("strength") >= _WARM)
    is_now = strength.with_strength(present, config.s0).select("a", "b", now="strength")
    told = was.join(is_now, on=["a", "b"])
    return (
        told.sort(pl.col("now") - pl.col("strength"), "a", "b")
        .head(limit)
        .select("a", "a_name", "b", "b_name", "last_at", strength_before="strength", strength="now")
        .to_dicts()
    )


def _clusters(
    store: Store,
    settings: Settings,
    before: dict[str, Any],
    now: dict[str, Any],
    then: pl.DataFrame,
    present: pl.DataFrame,
) -> list[dict[str, Any]]:
    """The clusters that are not what one was before."""
    called = {row["number"]: row["name"] for row in clusters_of(store, before["id"])}
    current = {row["number"]: row for row in clusters_of(store, now["id"])}
    both = present.join(then.select("key", previous="cluster"), on="key", how="left").drop_nulls("cluster")
    numbers = sorted(both["cluster"].unique().to_list())
    places = np.searchsorted(numbers, both["cluster"].to_numpy())
    found = origins(both["previous"].fill_null(UNKNOWN).to_numpy(), places)
    words, told = cluster_changes(found, len(numbers), settings.clusters.part)
    came: dict[int, list[dict[str, Any]]] = {}
    for row in told.iter_rows(named=True):
        origin = {"number": row["previous"], "name": called.get(row["previous"]), "people": row["people"]}
        came.setdefault(row["cluster"], []).append(origin)
    return [
        {
            "change": word,
            **{name: current[number][name] for name in ("number", "name", "size")},
            "came_from": came.get(place, []),
        }
        for place, (number, word) in enumerate(zip(numbers, words, strict=True))
        if word in ("split", "merged", "new")
    ]


def _accounts(store: Store, before: dict[str, Any], now: dict[str, Any], limit: int) -> list[dict[str, Any]]:
    """What moved, of the accounts that both runs know; of each kind at most `limit`."""
    then, present = (store.frame("analysis/accounts_of_run", _ACCOUNTS, run=row["id"]) for row in (before, now))
    both = present.join(then.drop("name", "lifetime_value"), on="id", suffix="_before")
    by_worth = both.sort(-pl.col("lifetime_value").fill_null(0.0), "id")
    found: list[dict[str, Any]] = []
    for what in _WORDS:
        moved = by_worth.filter(pl.col(what) != pl.col(f"{what}_before"))
        found += _told(moved, what, limit)
    for what in _NUMBERS:
        change = (pl.col(what) - pl.col(f"{what}_before")).abs()
        found += _told(both.filter(change >= _MOVED).sort(-change, "id"), what, limit)
    return found


def _told(moved: pl.DataFrame, what: str, limit: int) -> list[dict[str, Any]]:
    columns = {"before": f"{what}_before", "after": what}
    return moved.head(limit).select("id", "name", pl.lit(what).alias("what"), **columns).to_dicts()
