"""Bridges between clusters: the ties that cross from one to another, and the people who hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

__all__ = ["cluster_bridges"]


def cluster_bridges(
    adjacency: csr_array, membership: NDArray[np.int64], neighbours: int = 5, top: int = 3
) -> dict[int, list[dict[str, Any]]]:
    """For each cluster, the others that it is tied to most strongly, and through whom.

    Parameters
    ----------
    adjacency
        n x n and symmetric; entries are strengths, above 0.
    membership
        Shape (n,): the cluster of each node, numbered from 0.
    neighbours
        How many other clusters to tell of, those with the greatest sum of strengths.
    top
        How many people of the cluster, and ties, to tell of for each.

    Returns
    -------
    By cluster: [{"cluster" (the other), "ties", "strength" (sum), "people": [{"person", "ties", "strength"}],
    "strongest": [{"person", "other", "strength"}]}], the greatest sum of strengths first. `people` and `person` are of
    the cluster itself, as rows of the matrix. A cluster without ties to others is not in it.

    Notes
    -----
    O(m log m), by columns.
    """
    edges = triu(adjacency).tocoo()
    crossing = membership[edges.row] != membership[edges.col]
    one, other, weight = edges.row[crossing], edges.col[crossing], edges.data[crossing]
    near, far = np.concatenate([one, other]).astype(np.int64), np.concatenate([other, one]).astype(np.int64)
    ties = pl.DataFrame(
        {
            "near": membership[near],
            "far": membership[far],
            "person": near,
            "other": far,
            "strength": np.concatenate([weight, weight]),
        }
    )
    pairs = (
        ties.group_by("near", "far")
        .agg(ties=pl.len(), strength=pl.col("strength").sum())
        .sort("near", -pl.col("strength"), "far")
        .group_by("near", maintain_order=True)
        .head(neighbours)
    )
    shown = ties.join(pairs.select("near", "far"), on=["near", "far"])
    people = shown.group_by("near", "far", "person").agg(ties=pl.len(), strength=pl.col("strength").sum())
    holders = _first(people.sort("near", "far", -pl.col("strength"), "person"), "people", top)
    strongest = _first(
        shown.select("near", "far", "person", "other", "strength").sort(
            "near", "far", -pl.col("strength"), "person", "other"
        ),
        "strongest",
        top,
    )
    joined = pairs.join(holders, on=["near", "far"]).join(strongest, on=["near", "far"])
    found: dict[int, list[dict[str, Any]]] = {}
    for row in joined.sort("near", -pl.col("strength"), "far").iter_rows(named=True):
        found.setdefault(row.pop("near"), []).append({"cluster": row.pop("far"), **row})
    return found


def _first(rows: pl.DataFrame, name: str, count: int) -> pl.DataFrame:
    """The first rows of each pair of clusters, as a list of structs."""
    told = [column for column in rows.columns if column not in ("near", "far")]
    return rows.group_by("near", "far", maintain_order=True).agg(pl.struct(told).head(count).alias(name))
