"""The network that is analysed, as sparse matrices."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from graph.store import Store
from guanxi.config import Settings

__all__ = ["EDGES", "REFERRED", "STRUCTURE", "Network", "build", "read_network", "structure_ties"]

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
    def ties(self) -> int:
        """How many pairs are tied."""
        return self.weights.nnz // 2

    def fingerprint(self) -> bytes:
        """A hash of people, ties and weights (to nine digits)."""
        digest = hashlib.sha256(self.basis.encode())
        digest.update("\n".join(self.keys).encode())
        for matrix in (self.weights, self.flow):
            for part in (matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), np.round(matrix.data, 9)):
                digest.update(np.ascontiguousarray(part).tobytes())
        return digest.digest()


def read_network(store: Store, settings: Settings, *, with_employees: bool = False) -> Network:
    """The market network: contacts, tied by their dealings and referrals.

    Where contacts have neither, contacts and employees are tied by accounts, orders and managers (basis
    `structure`). Whoever is tied to nobody is left out.
    """
    max_people = settings.strength.max_participants
    ties = store.frame("analysis/market_ties", EDGES, with_employees=with_employees)
    referrals = store.frame("analysis/market_referrals", EDGES, max_people=max_people)
    among_contacts = ties.filter(pl.col("a").str.starts_with("contact:") & pl.col("b").str.starts_with("contact:"))
    if among_contacts.is_empty() and referrals.is_empty():
        return build(structure_ties(store, max_people), referrals, "structure")
    return build(ties, referrals.with_columns(pl.col("weight") * settings.influence.referral_weight), "ties")


def structure_ties(store: Store, max_people: int) -> pl.DataFrame:
    """Pairs tied by accounts, orders and managers, with weights: columns a, b (a < b) and weight."""
    schema = {"kind": pl.String, "a": pl.String, "b": pl.String, "times": pl.Float64}
    found = store.frame("analysis/structure_ties", schema, max_people=max_people)
    weight = pl.min_horizontal(pl.col("kind").replace_strict(STRUCTURE, return_dtype=pl.Float64) * pl.col("times"), 1.0)
    return (
        found.select(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"), weight=weight)
        .group_by("a", "b")
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
