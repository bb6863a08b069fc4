"""What the members of a cluster share, in a name and a sentence with figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import hypergeom

__all__ = ["BOUGHT", "FACTS", "ClusterName", "name_clusters"]

FACTS = {
    "key": pl.String,
    "name": pl.String,
    "company": pl.String,
    "industry": pl.String,
    "city": pl.String,
    "region": pl.String,
}
"""What is known of each person."""

BOUGHT = {"key": pl.String, "product": pl.String}
"""What each person, or the account they work at, bought: a row for each product."""

_SENTENCES = {
    "company": "{share:.0%} are with {value}, {elsewhere:.0%} elsewhere",
    "industry": "{share:.0%} work in {value}, {elsewhere:.0%} elsewhere",
    "city": "{share:.0%} are in {value}, {elsewhere:.0%} elsewhere",
    "region": "{share:.0%} are in the region {value}, {elsewhere:.0%} elsewhere",
    "product": "{share:.0%} bought {value}, {elsewhere:.0%} elsewhere",
}
_LEAST_SHARE, _LEAST_LIFT, _LEAST_SIZE = 0.3, 1.5, 3
_LEAST_SECOND = 0.5
_BY_CHANCE = 0.05
_TOLD = 3
_WHO = ("key", "name", "cluster")


class ClusterName(NamedTuple):
    """A cluster's name and description; `facts` hold the same as codes and parameters."""

    name: str
    description: str
    facts: list[dict[str, Any]]


def name_clusters(
    membership: NDArray[np.int64],
    facts: pl.DataFrame,
    importance: NDArray[np.float64],
    bought: pl.DataFrame | None = None,
    before: Mapping[int, ClusterName] | None = None,
) -> list[ClusterName]:
    r"""A name for each cluster, by number; no two are the same.

    A value (of company, industry, city, region or product bought) is shared when at least 30 % of the members have it,
    at least 1.5 times as many as elsewhere, and more than chance would give: were the members drawn by lot, the
    chance of so many among them

    .. math:: P(X \ge x), \quad X \sim \mathrm{Hypergeometric}(n, n_{value}, n_{cluster})

    is at most 5 %. The value with the greatest difference names the cluster, together with one of another kind that
    at least half share. Where nothing is shared, or there are fewer than three members, the most important one
    gives its name. The description tells of up to three shared values.

    Parameters
    ----------
    membership
        Shape (n,): numbers from 0.
    facts
        n rows in the same order, with the columns of FACTS.
    importance
        Shape (n,): whose name stands for a cluster.
    bought
        Columns BOUGHT, each pair once; people who are not in `facts` are not looked at.
    before
        The names of the previous run, by the number of the cluster now that continues it. A name stays as long as
        what it says is shared, or the member whose name it is belongs to the cluster.
    """
    people = facts.with_columns(cluster=pl.Series(membership), importance=pl.Series(importance))
    values = {kind: people.select("cluster", value=kind) for kind in _SENTENCES if kind != "product"}
    if bought is not None:
        values["product"] = people.select("key", "cluster").join(bought, on="key").select("cluster", value="product")
    shared = _shared(values, people.group_by("cluster").agg(size=pl.len()), people.height)
    centres = people.sort("cluster", -pl.col("importance"), "key").group_by("cluster", maintain_order=True).first()
    names = _Names(shared, {key: (name or key, cluster) for key, name, cluster in people.select(_WHO).iter_rows()})
    old = before or {}
    central = {row["cluster"]: (row["name"] or row["key"], row["key"]) for row in centres.iter_rows(named=True)}
    kept = {cluster: names.kept(cluster, old[cluster], *central[cluster]) for cluster in sorted(old)}
    return [kept.get(cluster) or names.new(cluster, *central[cluster]) for cluster in sorted(central)]


def _shared(values: Mapping[str, pl.DataFrame], sizes: pl.DataFrame, everybody: int) -> dict[int, list[dict[str, Any]]]:
    """By cluster, the values that its members share, those with the greatest difference first."""
    counted = pl.concat(
        [
            frame.filter(pl.col("value").is_not_null() & (pl.col("value") != ""))
            .group_by("cluster", "value")
            .agg(members=pl.len().cast(pl.Int64))
            .with_columns(total=pl.col("members").sum().over("value"), kind=pl.lit(kind))
            for kind, frame in values.items()
        ]
    ).join(sizes.select("cluster", pl.col("size").cast(pl.Int64)), on="cluster")
    outside = pl.max_horizontal(everybody - pl.col("size"), 1)
    found = counted.with_columns(
        share=pl.col("members") / pl.col("size"), elsewhere=(pl.col("total") - pl.col("members")) / outside
    ).filter(
        pl.col("size") >= _LEAST_SIZE,
        pl.col("share") >= _LEAST_SHARE,
        pl.col("share") >= _LEAST_LIFT * pl.col("elsewhere"),
    )
    numbers = found.select("members", "total", "size").to_numpy()
    chance = hypergeom.sf(numbers[:, 0] - 1, everybody, numbers[:, 1], numbers[:, 2])
    order = pl.col("kind").cast(pl.Enum(list(_SENTENCES)))
    found = found.filter(pl.Series(np.asarray(chance <= _BY_CHANCE))).sort(
        "cluster", pl.col("elsewhere") - pl.col("share"), order, "value"
    )
    by_cluster: dict[int, list[dict[str, Any]]] = {}
    for row in found.select("cluster", "kind", "value", "share", "elsewhere").iter_rows(named=True):
        by_cluster.setdefault(row.pop("cluster"), []).append(row)
    return by_cluster


class _Names:
    """Names that were given, so that none is given twice."""

    def __init__(self, shared: Mapping[int, list[dict[str, Any]]], members: Mapping[str, tuple[str, int]]) -> None:
        self._shared = shared
        self._members = members
        self._taken: set[str] = set()

    def kept(self, cluster: int, before: ClusterName, centre: str, key: str) -> ClusterName | None:
        """The name from before where it still holds, with the figures of now."""
        shared = self._shared.get(cluster, [])
        said = [(fact["code"], fact["params"]) for fact in before.facts if fact.get("names")]
        naming = [
            row
            for code, params in said
            for row in shared
            if (code, params.get("value")) == (f"shared_{row['kind']}", row["value"])
        ]
        if said and len(naming) == len(said):
            return self._describe(before.name, naming, cluster, centre, key)
        after = said[0][1] if said and said[0][0] in ("centre", "named_after") else {}
        if shared or not after or self._members.get(after["key"]) != (after["name"], cluster):
            return None
        return self._describe(before.name, [], cluster, centre, key, after)

    def new(self, cluster: int, centre: str, key: str) -> ClusterName:
        shared = self._shared.get(cluster, [])
        first = shared[:1]
        known = {"company", *(row["kind"] for row in first)}
        second = [row for row in shared[1:] if row["kind"] not in known and row["share"] >= _LEAST_SECOND][:1]
        naming = first if "company" in (row["kind"] for row in first) else first + second
        name = self._free(" · ".join(row["value"] for row in naming), centre)
        return self._describe(name, naming, cluster, centre, key)

    def _describe(
        self,
        name: str,
        naming: list[dict[str, Any]],
        cluster: int,
        centre: str,
        key: str,
        after: dict[str, Any] | None = None,
    ) -> ClusterName:
        self._taken.add(name)
        told = list(naming)
        for row in self._shared.get(cluster, []):
            if len(told) < _TOLD and row["kind"] not in {other["kind"] for other in told}:
                told.append(row)
        facts: list[dict[str, Any]] = [
            {
                "code": f"shared_{row['kind']}",
                "params": {part: row[part] for part in ("value", "share", "elsewhere")},
                "names": place < len(naming),
            }
            for place, row in enumerate(told)
        ]
        sentences = ["; ".join(_SENTENCES[row["kind"]].format(**row) for row in told)] * bool(told)
        by_centre = not naming and after in (None, {"name": centre, "key": key})
        facts.append({"code": "centre", "params": {"name": centre, "key": key}, "names": by_centre})
        sentences.append(f"Best connected: {centre}")
        if after and not by_centre:
            facts.append({"code": "named_after", "params": after, "names": True})
            sentences.append(f"Named after {after['name']}")
        return ClusterName(name, ". ".join(sentences) + ".", facts)

    def _free(self, name: str, centre: str) -> str:
        if name and name not in self._taken:
            return name
        name = f"{name} ({centre})" if name else centre
        number, free = 1, name
        while free in self._taken:
            number += 1
            free = f"{name} {number}"
        return free
