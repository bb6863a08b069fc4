"""Next best products: what an account has not bought, and those it is tied to or that are like it have.

Each product has a score that is a share of others who bought it, between 0 and 1, of three kinds:

    circle   (sum over accounts b tied to a of w(a, b) * bought(b, p) + m * popular(p)) / (sum of w(a, b) + m)
    similar  mean over products q that a bought of (n(q, p) + m * popular(p)) / (n(q) + m)
    popular  n(p) / n

with n the number of accounts that bought something, n(p) those that bought p, n(q, p) both, w the weight of a tie, 0
to 1, and m (`recommend.prior`) how many accounts the popularity counts for. The score is their mean with
`recommend.weights`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from graph.analysis.account_data import AccountData, Found
from graph.analysis.account_standing import links
from guanxi.config import RecommendConfig
from guanxi.errors import GuanxiError

__all__ = ["Bought", "account_recommend", "bought", "circle", "hold_out", "recommended", "scores"]

_BLOCK = 1024
_REFERRED = 0.5
_SHOWN = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bought:
    """Which account (row) bought which product (column), 0 or 1; ids in the order of rows and columns."""

    accounts: pl.Series
    products: pl.Series
    matrix: sparse.csr_array


def bought(purchases: pl.DataFrame) -> Bought:
    """From a table with `customer` and `product`; rows without either are left out."""
    pairs = purchases.select("customer", "product").drop_nulls().unique().sort("customer", "product")
    accounts, products = pairs["customer"].unique().sort(), pairs["product"].unique().sort()
    places = pairs.join(_numbered(accounts, "customer", "row"), on="customer").join(
        _numbered(products, "product", "column"), on="product"
    )
    at = (places["row"].to_numpy(), places["column"].to_numpy())
    matrix = sparse.csr_array((np.ones(places.height), at), shape=(len(accounts), len(products)))
    return Bought(accounts, products, matrix)


def circle(linked: pl.DataFrame, accounts: pl.Series) -> sparse.csr_array:
    """The weights of ties among accounts: strength / 100, at least a half after a referral.

    Parameters
    ----------
    linked
        Columns of `graph.analysis.account_links.LINKS`.
    """
    referred = pl.when(pl.col("brought") + pl.col("brought_by") > 0).then(_REFERRED).otherwise(0.0)
    weighed = linked.select("a", "b", weight=pl.max_horizontal(pl.col("strength") / 100.0, referred))
    placed = weighed.join(_numbered(accounts, "a", "row"), on="a").join(_numbered(accounts, "b", "column"), on="b")
    row, column, weight = (placed[name].to_numpy() for name in ("row", "column", "weight"))
    both = (np.concatenate([row, column]), np.concatenate([column, row]))
    return sparse.csr_array((np.concatenate([weight, weight]), both), shape=(len(accounts), len(accounts)))


def scores(
    matrix: sparse.csr_array, ties: sparse.csr_array, config: RecommendConfig
) -> Iterator[tuple[slice, dict[str, Floats]]]:
    """For one block of accounts after another: which rows, and their `circle`, `similar`, `popular` and `score`.

    Cost: sparse products; memory for 1,024 accounts times all products.
    """
    m = config.prior
    count = np.asarray(matrix.sum(axis=0)).ravel()
    popular = count / max(matrix.shape[0], 1)
    known = sparse.csr_array(sparse.diags_array(1.0 / (count + m)) @ (matrix.T @ matrix))
    total = sum(config.weights.values())
    for start in range(0, matrix.shape[0], _BLOCK):
        rows = slice(start, start + _BLOCK)
        own, near = matrix[rows], ties[rows]
        held = np.maximum(np.asarray(own.sum(axis=1)), 1.0)[:, None]
        taken = np.asarray(own @ (m / (count + m)))[:, None]
        found = {
            "circle": ((near @ matrix).toarray() + m * popular) / (np.asarray(near.sum(axis=1))[:, None] + m),
            "similar": ((own @ known).toarray() + taken * popular) / held,
            "popular": np.broadcast_to(popular, (own.shape[0], len(popular))),
        }
        found["score"] = np.sum(
            [config.weights.get(kind, 0.0) / total * share for kind, share in found.items()], axis=0
        )
        yield rows, found


def recommended(data: Bought, ties: sparse.csr_array, config: RecommendConfig) -> pl.DataFrame:
    """The `config.products` best products that each account has not bought.

    Returns
    -------
    `customer`, `place` (1 is the best), `product`, `score`, `circle`, `similar`, `popular` (shares), `linked` (how many
    accounts that bought something are tied to it), `linked_bought` (how many of those this product), `linked_who` (the
    ones with the strongest ties), `because` (the product it bought whose buyers most often have this one too) and
    `because_share` (of them).
    Equal scores: the smaller id first.
    """
    parts = []
    for rows, found in scores(data.matrix, ties, config):
        open_ = np.where(data.matrix[rows].toarray() > 0, -1.0, found["score"])
        k = min(config.products, open_.shape[1])
        best = np.argsort(-open_, axis=1, kind="stable")[:, :k]
        row, place = np.divmod(np.arange(best.size), k)
        column = best.ravel()
        parts.append(
            pl.DataFrame(
                {"row": row + rows.start, "place": place + 1, "column": column}
                | {kind: found[kind][row, column] for kind in ("score", "circle", "similar", "popular")}
                | {"open": open_[row, column] >= 0}
            )
        )
    chosen = pl.concat(parts).filter("open").drop("open")
    told = _neighbours(chosen, data.matrix, ties, data.accounts)
    because = _because(chosen, data.matrix, data.products, config.prior)
    return (
        chosen.join(told, on=["row", "column"], how="left")
        .join(because, on=["row", "column"], how="left")
        .with_columns(pl.col("linked", "linked_bought").fill_null(0), pl.col("linked_who").fill_null([]))
        .sort("row", "place")
        .select(
            data.accounts.gather(chosen.sort("row", "place")["row"]).alias("customer"),
            "place",
            data.products.gather(chosen.sort("row", "place")["column"]).alias("product"),
            *("score", "circle", "similar", "popular"),
            *("linked", "linked_bought", "linked_who", "because", "because_share"),
        )
    )


def hold_out(
    purchases: pl.DataFrame, linked: pl.DataFrame, config: RecommendConfig, at: Sequence[int] = (1, 3, 5, 10)
) -> dict[str, Any]:
    """How often the product that an account began to buy last is among the first k that would have been recommended.

    For each account with at least two products, the one that it bought first latest is taken out (of several of that
    moment, the one with the greatest id); what remains of all accounts is scored, and the place of what was taken out
    is looked up among what the account then had not bought. What others bought later stays in, as does their tie: this
    is a test of the choice among products, not of a forecast. The same is done by popularity alone.

    Returns
    -------
    `tested` accounts, and by k `hit` and `popular`: shares of them.
    """
    first = purchases.drop_nulls(["customer", "product"]).group_by("customer", "product").agg(pl.col("at").min())
    last = (
        first.sort("customer", "at", "product")
        .group_by("customer", maintain_order=True)
        .agg(pl.col("product").last(), products=pl.len())
        .filter(pl.col("products") >= 2)
    )
    if last.is_empty():
        raise GuanxiError("No account bought two products.", "Recommendations need purchases with products.")
    whole = bought(purchases)
    out = last.join(_numbered(whole.accounts, "customer", "row"), on="customer").join(
        _numbered(whole.products, "product", "column"), on="product"
    )
    row, column = out["row"].to_numpy(), out["column"].to_numpy()
    taken = sparse.csr_array((np.ones(len(row)), (row, column)), shape=whole.matrix.shape)
    rest = sparse.csr_array(whole.matrix - taken)
    rest.eliminate_zeros()
    places: dict[str, list[Floats]] = {"hit": [], "popular": []}
    for rows, found in scores(rest, circle(linked, whole.accounts), config):
        here = (row >= rows.start) & (row < rows.stop)
        mine, target = row[here] - rows.start, column[here]
        known = rest[rows].toarray()[mine] > 0
        for name, kind in (("hit", "score"), ("popular", "popular")):
            score = np.where(known, -1.0, found[kind][mine])
            own = score[np.arange(len(mine)), target][:, None]
            before = np.arange(score.shape[1])[None, :] < target[:, None]
            places[name].append(1 + (score > own).sum(axis=1) + ((score == own) & before).sum(axis=1))
    found_places = {name: np.concatenate(parts) for name, parts in places.items()}
    return {"tested": len(row)} | {
        name: {str(k): float((place <= k).mean()) for k in at} for name, place in found_places.items()
    }


def account_recommend(data: AccountData) -> Found:
    """`id` and `next_products`: JSON, what `recommended` tells of each product, the best first. The facts are those of
    `hold_out`, by which the list is to be judged."""
    config = data.settings.recommend
    linked = data.found(links).rows
    facts = hold_out(data.purchases, linked, config)
    known = bought(data.purchases)
    found = recommended(known, circle(linked, known.accounts), config)
    shares = ("score", "circle", "similar", "popular", "because_share")
    told = pl.struct(pl.col(name).round(4) if name in shares else pl.col(name) for name in found.columns[2:])
    rows = (
        found.select(id="customer", told=told.struct.json_encode())
        .group_by("id", maintain_order=True)
        .agg(next_products=pl.format("[{}]", pl.col("told").str.join(",")).first())
    )
    return Found(rows, facts)


def _numbered(names: pl.Series, name: str, number: str) -> pl.DataFrame:
    return pl.DataFrame({name: names, number: np.arange(len(names), dtype=np.int64)})


def _entries(matrix: sparse.csr_array, row: str, column: str, value: str) -> pl.DataFrame:
    found = matrix.tocoo()
    return pl.DataFrame({row: found.row.astype(np.int64), column: found.col.astype(np.int64), value: found.data})


def _neighbours(
    chosen: pl.DataFrame, matrix: sparse.csr_array, ties: sparse.csr_array, accounts: pl.Series
) -> pl.DataFrame:
    """Who of those tied to each account bought each chosen product."""
    near = _entries(ties, "row", "other", "weight")
    having = _entries(matrix, "other", "column", "bought").drop("bought")
    who = (
        chosen.select("row", "column")
        .join(near, on="row")
        .join(having, on=["other", "column"])
        .sort("row", "column", "weight", "other", descending=[False, False, True, False])
        .group_by("row", "column", maintain_order=True)
        .agg(linked_bought=pl.len().cast(pl.Int64), linked_who=pl.col("other").head(_SHOWN))
    )
    named = pl.col("linked_who").list.eval(
        pl.element().replace_strict(np.arange(len(accounts)), accounts, return_dtype=pl.String)
    )
    linked = near.group_by("row").agg(linked=pl.len().cast(pl.Int64))
    return (
        chosen.select("row", "column")
        .join(linked, on="row", how="left")
        .join(who.with_columns(named), on=["row", "column"], how="left")
    )


def _because(chosen: pl.DataFrame, matrix: sparse.csr_array, products: pl.Series, m: float) -> pl.DataFrame:
    """The product that each account bought whose buyers most often bought the chosen one too."""
    count = np.asarray(matrix.sum(axis=0)).ravel()
    share = _entries(sparse.csr_array(sparse.diags_array(1.0 / count) @ (matrix.T @ matrix)), "own", "column", "share")
    trusted = share.with_columns(trust=pl.col("share") * pl.Series(count / (count + m)).gather(share["own"]))
    best = (
        chosen.select("row", "column")
        .join(_entries(matrix, "row", "own", "bought").drop("bought"), on="row")
        .join(trusted, on=["own", "column"])
        .sort("row", "column", "trust", "own", descending=[False, False, True, False])
        .unique(["row", "column"], keep="first", maintain_order=True)
    )
    return best.select("row", "column", products.gather(best["own"]).alias("because"), because_share="share")
