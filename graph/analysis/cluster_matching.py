"""Clusters from run to run: which is which, so that numbers and names stay, and which came of a split or a merger."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, eye_array, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

__all__ = ["CHANGES", "UNKNOWN", "changes", "match_clusters", "origins"]

Ints = NDArray[np.int64]

UNKNOWN = -1
"""The previous number of somebody who was in no cluster then."""

CHANGES = ("first", "new", "same", "split", "merged")
"""What can have become of a cluster since the previous run; `first` where there was none."""

_MOST = 0.5


def match_clusters(previous: Ints, membership: Ints, least: float) -> Ints:
    r"""The number of each cluster: that of the previous cluster that it continues, else one that is free.

    Of all ways to pair the clusters of both runs one to one, the one is taken in which most people keep their number
    (a maximum-weight matching on the numbers of common members). Only pairs that resemble each other count:

    .. math:: J(p, c) = \frac{|p \cap c|}{|p \cup c|} \ge \text{least}

    among those who are in both runs, so that newcomers do not make a cluster another one.

    Parameters
    ----------
    previous
        Shape (n,): the number of the cluster that each person was in, UNKNOWN for none.
    membership
        Shape (n,): the cluster of each person now, numbered from 0 without gaps.
    least
        Jaccard index from which two clusters can be the same, above 0.

    Returns
    -------
    Shape (clusters,): all different. Those that continue no previous cluster take the smallest numbers that no previous
    cluster has, the largest first.

    Notes
    -----
    Exact and sparse: pairs without common members cost nothing, and a cluster may stay unpaired through a partner of
    its own. A dense assignment would cost the cube of the number of clusters, and pairing greedily can leave a
    pair apart that only fits each other. Which label a cluster has in either run does not matter: clusters are taken
    in the order of their first member.

    References
    ----------
    Greene, Doyle, Cunningham: Tracking the Evolution of Communities in Dynamic Social Networks, 2010.
    Jonker, Volgenant: A Shortest Augmenting Path Algorithm for Dense and Sparse Linear Assignment Problems, 1987.
    """
    _, first, sizes = np.unique(membership, return_index=True, return_counts=True)
    count = len(sizes)
    both = previous != UNKNOWN
    numbers = np.full(count, UNKNOWN, dtype=np.int64)
    if both.any():
        old, old_first = np.unique(previous[both], return_index=True)
        rows, columns = np.argsort(first), np.argsort(old_first)
        row, column = np.argsort(rows)[membership[both]], np.argsort(columns)[np.searchsorted(old, previous[both])]
        common = csr_array(coo_array((np.ones(len(row)), (row, column)), shape=(count, len(old)))).tocoo()
        union = np.bincount(row, minlength=count)[common.row] + np.bincount(column)[common.col] - common.data
        alike = common.data >= least * union
        weights = (common.data[alike] + 1.0, (common.row[alike], common.col[alike]))
        pairs = hstack([coo_array(weights, shape=common.shape), eye_array(count)], format="csr")
        paired, with_whom = min_weight_full_bipartite_matching(csr_array(pairs), maximize=True)
        real = with_whom < len(old)
        numbers[rows[paired[real]]] = old[columns[with_whom[real]]]
    unmatched = np.flatnonzero(numbers == UNKNOWN)
    free = np.setdiff1d(np.arange(count + both.sum()), previous)[: len(unmatched)]
    numbers[unmatched[np.lexsort((first[unmatched], -sizes[unmatched]))]] = free
    return numbers


def origins(previous: Ints, membership: Ints) -> pl.DataFrame:
    """Where the members of each cluster were before.

    Returns
    -------
    A row for each pair of clusters with common members: `cluster` (as in `membership`), `previous` (a number), `people`
    (in common), `of_cluster` (their share of the cluster's members who were in some cluster before) and `of_previous`
    (their share of the previous cluster's members who are still in one), by cluster, the largest part first.
    """
    people = pl.DataFrame({"cluster": membership, "previous": previous}).filter(pl.col("previous") != UNKNOWN)
    return (
        people.group_by("cluster", "previous")
        .agg(people=pl.len().cast(pl.Int64))
        .with_columns(
            of_cluster=pl.col("people") / pl.col("people").sum().over("cluster"),
            of_previous=pl.col("people") / pl.col("people").sum().over("previous"),
        )
        .sort("cluster", -pl.col("people"), "previous")
    )


def changes(found: pl.DataFrame, clusters: int, part: float) -> tuple[list[str], pl.DataFrame]:
    """What became of each cluster since the previous run, and which previous clusters it comes from.

    A cluster comes from a previous one when that made up at least half of it, or at least half of that is in it. It
    has `split` off when it comes mostly from one of which at least `part` is in another cluster too, and is `merged`
    when at least two that are mostly in it make up at least `part` of it each. Without either it is the `same`, or
    `new` where it comes from none; where nobody was in a cluster before, it is the `first`.

    Parameters
    ----------
    found
        As `origins` returns it.
    clusters
        How many there are now.
    part
        The least share of a cluster that counts as a part of it.

    Returns
    -------
    One of CHANGES for each cluster, and the rows of `found` that say which previous clusters each comes from.
    """
    if found.is_empty():
        return ["first"] * clusters, found
    parts = pl.when(pl.col("of_previous") >= part).then(1).otherwise(0).sum().over("previous")
    swallowed = (pl.col("of_previous") >= _MOST) & (pl.col("of_cluster") >= part)
    told = (
        found.with_columns(split=(pl.col("of_cluster") >= _MOST) & (pl.col("of_previous") >= part) & (parts > 1))
        .with_columns(swallowed=swallowed)
        .filter((pl.col("of_cluster") >= _MOST) | (pl.col("of_previous") >= _MOST))
    )
    by_cluster = told.group_by("cluster").agg(split=pl.col("split").any(), swallowed=pl.col("swallowed").sum())
    words = ["new"] * clusters
    for cluster, split, merged in by_cluster.iter_rows():
        words[cluster] = "merged" if merged > 1 else "split" if split else "same"
    return words, told.drop("split", "swallowed")
