"""What the members of a cluster share, in a name and a sentence with figures."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["FACTS", "ClusterName", "name_clusters"]

FACTS = {
    "key": pl.String,
    "name": pl.String,
    "company": pl.String,
    "industry": pl.String,
    "city": pl.String,
    "region": pl.String,
}
"""What is known of each person."""

_SENTENCES = {
    "company": "{share:.0%} are with {value}, {elsewhere:.0%} elsewhere",
    "industry": "{share:.0%} work in {value}, {elsewhere:.0%} elsewhere",
    "city": "{share:.0%} are in {value}, {elsewhere:.0%} elsewhere",
    "region": "{share:.0%} are in the region {value}, {elsewhere:.0%} elsewhere",
}
_LEAST_SHARE, _LEAST_LIFT, _LEAST_SIZE = 0.3, 1.5, 3
_LEAST_SECOND = 0.5


class ClusterName(NamedTuple):
    """A cluster's name and description; `facts` hold the same as codes and parameters."""

    name: str
    description: str
    facts: list[dict[str, Any]]


def name_clusters(
    membership: NDArray[np.int64], facts: pl.DataFrame, importance: NDArray[np.float64]
) -> list[ClusterName]:
    """A name for each cluster, by number; no two are the same.

    A value (of company, industry, city or region) is shared when at least 30 % of the members have it, and at
    least 1.5 times as many as elsewhere; the value with the greatest difference names the cluster, together
    with one of another kind that at least half share. Where nothing is shared, or there are fewer than three
    members, the most important one gives its name.

    Parameters
    ----------
    membership
        Shape (n,): numbers from 0.
    facts
        n rows in the same order, with the columns of FACTS.
    importance
        Shape (n,): whose name stands for a cluster.
    """
    people = facts.with_columns(cluster=pl.Series(membership), importance=pl.Series(importance))
    shared = pl.concat([_shared(people, kind) for kind in _SENTENCES]).sort(
        "cluster", pl.col("elsewhere") - pl.col("share"), pl.col("kind").cast(pl.Enum(list(_SENTENCES))), "value"
    )
    by_cluster: dict[int, list[dict[str, Any]]] = {}
    for row in shared.iter_rows(named=True):
        by_cluster.setdefault(row["cluster"], []).append(row)
    centres = people.sort("cluster", -pl.col("importance"), "key").group_by("cluster", maintain_order=True).first()
    names: list[ClusterName] = []
    taken: set[str] = set()
    for centre in centres.iter_rows(named=True):
        named = _describe(by_cluster.get(centre["cluster"], []), centre["name"] or centre["key"], centre["key"], taken)
        taken.add(named.name)
        names.append(named)
    return names


def _shared(people: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Values of this kind that members of a cluster share more than others do."""
    size = people.group_by("cluster").agg(pl.len().alias("size"))
    total = people.group_by(kind).agg(pl.len().alias("total"))
    outside = pl.max_horizontal(people.height - pl.col("size"), 1)
    return (
        people.filter(pl.col(kind).is_not_null() & (pl.col(kind) != ""))
        .group_by("cluster", kind)
        .agg(pl.len().alias("members"))
        .join(size, on="cluster")
        .join(total, on=kind)
        .select(
            "cluster",
            pl.lit(kind).alias("kind"),
            pl.col(kind).alias("value"),
            "size",
            (pl.col("members") / pl.col("size")).alias("share"),
            ((pl.col("total") - pl.col("members")) / outside).alias("elsewhere"),
        )
        .filter(
            pl.col("size") >= _LEAST_SIZE,
            pl.col("share") >= _LEAST_SHARE,
            pl.col("share") >= _LEAST_LIFT * pl.col("elsewhere"),
        )
    )


def _describe(shared: list[dict[str, Any]], centre: str, key: str, taken: set[str]) -> ClusterName:
    first = shared[:1]
    known = {"company", *(row["kind"] for row in first)}
    second = [row for row in shared[1:] if row["kind"] not in known and row["share"] >= _LEAST_SECOND][:1]
    chosen = first if "company" in (row["kind"] for row in first) else first + second
    facts = [
        {"code": f"shared_{row['kind']}", "params": {name: row[name] for name in ("value", "share", "elsewhere")}}
        for row in chosen
    ]
    facts.append({"code": "centre", "params": {"name": centre, "key": key}})
    sentences = [_SENTENCES[row["kind"]].format(**row) for row in chosen]
    description = ". ".join(["; ".join(sentences)] * bool(sentences) + [f"Best connected: {centre}."])
    return ClusterName(_unique(" · ".join(row["value"] for row in chosen), centre, taken), description, facts)


def _unique(name: str, centre: str, taken: set[str]) -> str:
    if name and name not in taken:
        return name
    name = f"{name} ({centre})" if name else centre
    number, unique = 1, name
    while unique in taken:
        number += 1
        unique = f"{name} {number}"
    return unique
