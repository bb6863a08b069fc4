"""The network that is analysed, as sparse matrices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.analysis.account_data import AccountData
from graph.store import Store

__all__ = ["EDGES", "REFERRED", "STRUCTURE", "Network", "build", "read_network", "referral_edges", "structure_ties"]

Basis = Literal["ties", "structure"]

STRUCTURE = {"knows": 1.0, "owns": 0.3, "sold": 0.05, "reports": 0.3, "colleagues": 0.2}
"""What ties two people where no dealings among contacts are known, and what each time weighs; at most 1 a pair
and kind. `knows` is the strength of a tie with an employee, `sold` one purchase."""

REFERRED = 0.05
"""What ties two people of whom one referred the other, where no dealings say more."""

EDGES = {"a": pl.String, "b": pl.String, "weight": pl.Float64}
"""Columns of a table of edges."""


@dataclass(frozen=True)
class Network:
    """People and what ties them.

    `keys` are the people, sorted; row i of each matrix is keys[i]. `weights` is symmetric: tie strength / 100,
    and at least REFERRED where one referred the other. `flow` is directed, for PageRank: strength / 100 both
    ways, and the weight of a referral from who was referred to who referred. `ranked` tells contacts from our
    own people.
    """

    keys: NDArray[np.object_]
    weights: csr_array
    flow: csr_array
    ranked: NDArray[np.bool_]
    basis: Basis

    @property
    def sway(self) -> csr_array:
        """Who sways whom, directed: `flow` turned round, so that a referral leads from who referred to who followed."""
        return csr_array(self.flow.T)

    @property
    def ties(self) -> int:
        """How many pairs are tied."""
        return self.weights.nnz // 2


def read_network(data: AccountData, *, with_employees: bool = False) -> Network:
    """The market network: contacts, tied by their dealings and referrals.

    Where contacts have neither, contacts and employees are tied by accounts, orders and managers (basis
    `structure`). Whoever is tied to nobody is left out.
    """
    settings = data.settings
    known = data.ties.select("a", "b", weight=pl.col("strength") / 100)
    referrals = referral_edges(data, settings.strength.max_participants)
    among_contacts = known.filter(pl.col("a").str.starts_with("contact:") & pl.col("b").str.starts_with("contact:"))
    if among_contacts.is_empty() and referrals.is_empty():
        return build(
            structure_ties(data.store, known, settings.strength.max_participants, data.as_of), referrals, "structure"
        )
    ties = known if with_employees else among_contacts
    return build(ties, referrals.with_columns(pl.col("weight") * settings.influence.referral_weight), "ties")


def structure_ties(store: Store, known: pl.DataFrame, max_people: int, as_of: datetime) -> pl.DataFrame:
    """Pairs tied by accounts, orders and managers at a moment, with weights: columns a, b (a < b) and weight.

    Parameters
    ----------
    known
        Columns EDGES: the ties between people, strength / 100.
    max_people
        In an account of more people than this, colleagues need not know each other.
    """
    schema = {"kind": pl.String, "a": pl.String, "b": pl.String, "times": pl.Float64}
    day = as_of.astimezone(UTC).date()
    found = store.frame("analysis/structure_ties", schema, max_people=max_people, as_of=as_of, day=day)
    dealt = known.select(pl.lit("knows").alias("kind"), "a", "b", times="weight")
    weight = pl.min_horizontal(pl.col("kind").replace_strict(STRUCTURE, return_dtype=pl.Float64) * pl.col("times"), 1.0)
    return (
        pl.concat([found, dealt])
        .select(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"), weight=weight)
        .group_by("a", "b")
        .agg(pl.col("weight").sum())
        .sort("a", "b")
    )


def referral_edges(data: AccountData, max_people: int) -> pl.DataFrame:
    """Who was brought (`a`) by whom (`b`); an account of at most `max_people` stands for its people, who share it."""
    staff = data.employments.group_by("customer").agg(people="person").filter(pl.col("people").list.len() <= max_people)
    accounts = staff.select(key="customer:" + pl.col("customer"), people="people")

    def sides(name: str) -> pl.Expr:
        return pl.when(pl.col(name).str.starts_with("customer:")).then("people").otherwise(pl.concat_list(name))

    found = data.referrals.select("referrer", "referred")
    for name in ("referrer", "referred"):
        found = (
            found.join(accounts, left_on=name, right_on="key", how="left")
            .with_columns(sides(name).alias(name))
            .drop("people")
        )
    return (
        found.with_columns(weight=1.0 / (pl.col("referrer").list.len() * pl.col("referred").list.len()))
        .explode("referrer")
        .explode("referred")
        .drop_nulls()
        .filter(pl.col("referrer") != pl.col("referred"))
        .group_by(a="referred", b="referrer")
        .agg(pl.col("weight").sum())
        .sort("a", "b")
    )


def build(ties: pl.DataFrame, referrals: pl.DataFrame, basis: Basis = "ties") -> Network:
    """The network of these edges.

    Parameters
    ----------
    ties
        Columns a, b, weight: undirected, each pair once.
    referrals
        Columns a (who was referred), b (who referred), weight.
    """
    ties = ties.filter(pl.col("weight") > 0, pl.col("a") != pl.col("b"))
    referrals = referrals.filter(pl.col("weight") > 0, pl.col("a") != pl.col("b"))
    keys = pl.concat([ties["a"], ties["b"], referrals["a"], referrals["b"]]).unique().sort()
    numbers = pl.DataFrame({"key": keys, "number": np.arange(len(keys))})
    known = _matrix(ties, numbers)
    brought = _matrix(referrals, numbers)
    both_ways = csr_array(known + known.T)
    introduced = csr_array((brought + brought.T).astype(bool).astype(np.float64) * REFERRED)
    return Network(
        keys=keys.to_numpy().astype(object),
        weights=_canonical(both_ways.maximum(introduced)),
        flow=_canonical(both_ways + brought),
        ranked=keys.str.starts_with("contact:").to_numpy(),
        basis=basis,
    )


def _matrix(edges: pl.DataFrame, numbers: pl.DataFrame) -> csr_array:
    coded = edges.join(numbers.rename({"key": "a", "number": "row"}), on="a").join(
        numbers.rename({"key": "b", "number": "column"}), on="b"
    )
    ends = (coded["row"].to_numpy(), coded["column"].to_numpy())
    return csr_array(coo_array((coded["weight"].to_numpy(), ends), shape=(numbers.height, numbers.height)))


def _canonical(matrix: csr_array) -> csr_array:
    result = csr_array(matrix)
    result.sum_duplicates()
    result.sort_indices()
    return result
