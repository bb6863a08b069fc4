"""Referral trees: whom somebody brought, whom those brought, and what came of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["REFERRALS", "by_depth", "not_counted", "referral_trees", "totals"]

REFERRALS = {
    "id": pl.String,
    "referrer": pl.String,
    "referred": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "won": pl.Boolean,
    "value": pl.Float64,
}
"""Columns of a table of referrals: who brought whom, whether it was won, and what it brought (one currency)."""

Ints = NDArray[np.int64]


def referral_trees(referrals: pl.DataFrame) -> pl.DataFrame:
    """Everybody's place in the trees.

    Who was referred several times belongs to the first referral; of those at the same time (or at none), to the one
    with the smaller id. A referral that would close a circle does not count: of the circle, the last one.

    Parameters
    ----------
    referrals
        Columns REFERRALS.

    Returns
    -------
    Columns `key`, `parent` (null for roots), `root`, `depth` (0 for roots), `id`, `at`, `won`, `value` of the referral
    that brought them (null, null, false and 0 for roots), sorted by key.

    Notes
    -----
    Columns throughout: circles and roots are found by doubling pointers, O(n log n).
    """
    others = referrals.filter(pl.col("referrer") != pl.col("referred"))
    first = others.sort("at", "id", nulls_last=True).unique("referred", keep="first", maintain_order=True)
    keys = pl.concat([others["referrer"], others["referred"]]).unique().sort()
    places = pl.DataFrame({"key": keys, "place": np.arange(len(keys), dtype=np.int64)})
    order = first.with_row_index("order").join(places.rename({"key": "referrer", "place": "parent"}), on="referrer")
    people = places.join(order, left_on="key", right_on="referred", how="left", maintain_order="left")
    parent = people["parent"].fill_null(-1).to_numpy().copy()
    _open_circles(parent, people["order"].fill_null(-1).cast(pl.Int64).to_numpy())
    root, depth = _roots(parent)
    brought = pl.Series(parent >= 0)
    return people.select(
        "key",
        parent=pl.when(brought).then(keys.gather(pl.Series(np.maximum(parent, 0)))),
        root=keys.gather(pl.Series(root)),
        depth=pl.Series(depth),
        id=pl.when(brought).then("id"),
        at=pl.when(brought).then("at"),
        won=pl.when(brought).then(pl.col("won").fill_null(False)).otherwise(False),
        value=pl.when(brought & pl.col("won").fill_null(False)).then(pl.col("value").fill_null(0.0)).otherwise(0.0),
    )


def totals(trees: pl.DataFrame) -> pl.DataFrame:
    """What came of each person's referrals.

    Parameters
    ----------
    trees
        As `referral_trees` returns them.

    Returns
    -------
    Columns `key`, `referred` and `won` (of their own referrals), `revenue` (of their own), `downstream`,
    `downstream_won` and `downstream_revenue` (of the whole tree below them, own included), `deepest` (steps down to the
    last of them).
    """
    n = trees.height
    numbers = trees.with_row_index("place").select("key", pl.col("place").cast(pl.Int64))
    parent = trees.join(numbers, left_on="parent", right_on="key", how="left", maintain_order="left")["place"]
    above = parent.fill_null(-1).to_numpy()
    depth, value = trees["depth"].to_numpy(), trees["value"].to_numpy()
    below = above >= 0
    own = above[below]
    won = trees["won"].to_numpy()
    count, came, revenue, deepest = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n, dtype=np.int64)
    for level in range(int(depth.max(initial=0)), 0, -1):
        here = np.flatnonzero(depth == level)
        np.add.at(count, above[here], count[here] + 1)
        np.add.at(came, above[here], came[here] + won[here])
        np.add.at(revenue, above[here], revenue[here] + value[here])
        np.maximum.at(deepest, above[here], deepest[here] + 1)
    return trees.select(
        "key",
        referred=pl.Series(np.bincount(own, minlength=n)),
        won=pl.Series(np.bincount(own, won[below], n).astype(np.int64)),
        revenue=pl.Series(np.bincount(own, value[below], n)),
        downstream=pl.Series(count.astype(np.int64)),
        downstream_won=pl.Series(came.astype(np.int64)),
        downstream_revenue=pl.Series(revenue),
        deepest=pl.Series(deepest),
    )


def by_depth(trees: pl.DataFrame) -> pl.DataFrame:
    """The programme's funnel: columns `depth`, `referred`, `won`, `conversion` (won / referred) and `revenue`."""
    return (
        trees.filter(pl.col("depth") > 0)
        .group_by("depth")
        .agg(referred=pl.len(), won=pl.col("won").sum(), revenue=pl.col("value").sum())
        .with_columns(conversion=pl.col("won") / pl.col("referred"))
        .select("depth", "referred", "won", "conversion", "revenue")
        .sort("depth")
    )


def not_counted(referrals: pl.DataFrame, trees: pl.DataFrame) -> dict[str, Any]:
    """The referrals that are in no tree: `of_themselves`, `later` (of somebody who had been referred before) and
    `in_circles` (which would have closed one), and in `opened_at` the keys of whom the last ones named, sorted."""
    others = referrals.filter(pl.col("referrer") != pl.col("referred"))
    brought = others["referred"].unique()
    opened = trees.filter(pl.col("parent").is_null(), pl.col("key").is_in(brought.implode()))["key"].sort().to_list()
    return {
        "of_themselves": referrals.height - others.height,
        "later": others.height - len(brought),
        "in_circles": len(opened),
        "opened_at": opened,
    }


def _open_circles(parent: Ints, order: Ints) -> None:
    """Take the last referral out of every circle, in place."""
    reached = np.where(parent >= 0, parent, np.arange(len(parent)))
    for _ in range(int(np.ceil(np.log2(len(parent) + 1)))):
        reached = reached[reached]
    in_circle = np.zeros(len(parent), dtype=bool)
    walk = np.unique(reached[parent[reached] >= 0])
    while walk.size:
        in_circle[walk] = True
        following = np.unique(parent[walk])
        walk = following[~in_circle[following]]
    members = np.flatnonzero(in_circle)
    if members.size == 0:
        return
    name = members.copy()
    positions = np.full(len(parent), -1, dtype=np.int64)
    positions[members] = np.arange(members.size)
    step = positions[parent[members]]
    for _ in range(int(np.ceil(np.log2(members.size + 1)))):
        name = np.minimum(name, name[step])
        step = step[step]
    ranked = members[np.lexsort((-order[members], name))]
    circles = name[np.lexsort((-order[members], name))]
    last = np.concatenate([[True], circles[1:] != circles[:-1]])
    parent[ranked[last]] = -1


def _roots(parent: Ints) -> tuple[Ints, Ints]:
    """The root of each, and how many steps it is away."""
    root = np.where(parent >= 0, parent, np.arange(len(parent)))
    depth = (parent >= 0).astype(np.int64)
    while True:
        further = depth[root]
        if not further.any():
            return root, depth
        depth = depth + further
        root = root[root]
