"""The map of the whole market, up to 100,000 people, as frames: what is sent packed, or written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from graph.analysis.network import EDGES, REFERRED, structure_ties
from graph.reports.plain import read
from graph.reports.runs import RANKINGS, check_reading, clusters_of, current_run
from graph.store import Store

__all__ = ["WholeMap", "map_state", "whole_map"]

_PEOPLE = {
    "key": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "account": pl.String,
    "rank": pl.Int64,
    "cluster": pl.Int64,
    "score": pl.Float64,
    "x": pl.Float64,
    "y": pl.Float64,
}
_TIES = {"source": pl.String, "target": pl.String, "strength": pl.Float64}
_TIES_PER_PERSON = 5
_MANY_TIES = 50_000
_TIES_PER_PERSON_OF_MANY = 3
_MAX_STRUCTURE_PEOPLE = 20


@dataclass(frozen=True)
class WholeMap:
    """`people` in the order of the reading: key, name, kind, account, rank, cluster, score, x, y. `ties` strongest
    first: source and target are rows of `people`, strength is 0 to 100. `head` is the rest of `/api/map`."""

    head: dict[str, Any]
    people: pl.DataFrame
    ties: pl.DataFrame


def whole_map(store: Store, reading: str = "pagerank", *, limit: int = 100_000, cluster: int | None = None) -> WholeMap:
    """The people who come first by a reading, where they are on the map, and the strongest ties among them.

    As `market_map`, but by the column. Raises NotFoundError where nothing has been analysed.
    """
    check_reading(reading)
    run = current_run(store)
    people = store.packed_frame(
        "maps/placed", _PEOPLE, run=run["id"], reading=RANKINGS[reading], cluster=cluster, limit=limit
    )
    ties = _ties_among(people["key"], _all_ties(store, run))
    total = {"people": run["people"], "ties": run["ties"]}
    if cluster is not None:
        total = read(store, "analysis/cluster_totals", run=run["id"], cluster=cluster)[0]
    names = ("id", "number", "name", "description", "size")
    return WholeMap(
        {
            "run": run,
            "reading": reading,
            "shown": {"people": people.height, "ties": ties.height},
            "total": total,
            "clusters": [{name: row[name] for name in names} for row in clusters_of(store, run["id"])],
        },
        people,
        ties,
    )


def map_state(store: Store) -> tuple[Any, ...]:
    """Equal for as long as a map made before is true still."""
    return (current_run(store)["id"], *store.read("maps/state")[0].values())


def _all_ties(store: Store, run: dict[str, Any]) -> pl.DataFrame:
    if run["basis"] == "structure":
        known = store.frame("analysis/market_ties", EDGES)
        found = structure_ties(store, known, _MAX_STRUCTURE_PEOPLE, datetime.fromisoformat(run["as_of"]))
        return found.select(source="a", target="b", strength=pl.min_horizontal(pl.col("weight") * 100, 100.0))
    dealings = store.packed_frame("maps/all_ties", _TIES, least=0.0)
    referrals = store.frame("maps/all_referrals", {"source": pl.String, "target": pl.String})
    return pl.concat([dealings, referrals.with_columns(strength=pl.lit(REFERRED * 100.0))])


def _ties_among(keys: pl.Series, ties: pl.DataFrame) -> pl.DataFrame:
    """The strongest ties whose ends are both among `keys`, with the rows of these for the ends."""
    rows = pl.DataFrame({"key": keys}).with_row_index("row")
    people = len(keys)
    most = min(_TIES_PER_PERSON * max(people, 20), max(_MANY_TIES, _TIES_PER_PERSON_OF_MANY * people))
    return (
        ties.join(rows.rename({"key": "source", "row": "a"}), on="source")
        .join(rows.rename({"key": "target", "row": "b"}), on="target")
        .sort(-pl.col("strength"), "source", "target")
        .head(most)
        .select(source="a", target="b", strength=pl.col("strength").round(1))
    )
