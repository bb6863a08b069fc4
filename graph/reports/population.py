"""The people of the newest analysis as columns: what markets are narrowed by and lists ordered by, read once a run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from graph.store import Store
from guanxi.errors import UsageError

__all__ = ["FACETS", "PICKED", "Population", "population_of"]

FACETS = ("region", "industry", "segment", "tier", "cluster", "city", "company")
"""What a market can be narrowed by."""

PICKED = FACETS[:5]
"""Those of so few values that one is picked from a list."""

_PEOPLE = {
    **dict.fromkeys(("key", "own_city"), pl.String),
    "opted_out": pl.Boolean,
    "cluster": pl.Int64,
    **dict.fromkeys(("pagerank", "betweenness", "harmonic"), pl.Float64),
    **dict.fromkeys(("degree", "core"), pl.Int64),
    **dict.fromkeys(("constraint", "reach", "downstream_revenue"), pl.Float64),
    "customer": pl.String,
}
_ACCOUNTS = {
    **dict.fromkeys(("customer", "company", "industry", "city", "region", "segment", "tier"), pl.String),
    **dict.fromkeys(("lifetime_value", "spent"), pl.Float64),
}

_AT_ONCE = 5_000
"""People that the graph gives in one row."""


class Population:
    """The contacts that a run ranked, sorted by key, and the accounts; each read when first asked for."""

    def __init__(self, store: Store, run: Mapping[str, Any]) -> None:
        self.run = run
        self._store = store

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """Every account: customer (its id), company, industry, city, region, segment, tier, lifetime_value, spent."""
        return self._store.frame("analysis/population_accounts", _ACCOUNTS, run=self.run["id"]).sort("customer")

    @cached_property
    def people(self) -> pl.DataFrame:
        """A row for each: key, opted_out, readings, `customer` (the first account that they work for), FACETS."""
        day = datetime.fromisoformat(self.run["as_of"]).astimezone(UTC).date()
        bounds = self._store.read("analysis/people_bounds", size=_AT_ONCE)[0]["bounds"]
        found = self._store.packed_frame("analysis/population", _PEOPLE, run=self.run["id"], day=day, bounds=bounds)
        return (
            found.join(self.accounts.drop("lifetime_value", "spent"), on="customer", how="left")
            .with_columns(city=pl.coalesce("own_city", "city"))
            .drop("own_city")
            .sort("key")
        )

    def inside(self, market: Mapping[str, str]) -> pl.DataFrame:
        """The people of a market: {"region": "Nord", "cluster": "3"}.

        Raises UsageError where there is no such facet, or nobody in the market.
        """
        found = self.people.filter(self.belongs(market))
        if market and found.is_empty():
            raise UsageError(
                f"Nobody is in the market {', '.join(f'{name}={value}' for name, value in market.items())}."
            )
        return found

    def belongs(self, market: Mapping[str, str]) -> pl.Expr:
        """Whether a row of `people` is in a market."""
        unknown = sorted(set(market) - set(FACETS))
        if unknown:
            raise UsageError(f"A market has no {', '.join(unknown)}.", f"Choose from {', '.join(FACETS)}.")
        kept = pl.lit(True)
        for name, value in market.items():
            kept = kept & (pl.col(name).cast(pl.String).str.to_lowercase() == value.lower()).fill_null(False)
        return kept

    def choices(self, market: Mapping[str, str]) -> dict[str, list[tuple[str, int]]]:
        """By each of PICKED, its values and how many people each would leave in the market, the largest first."""
        return {name: self._counted(name, market) for name in PICKED}

    def _counted(self, name: str, market: Mapping[str, str]) -> list[tuple[str, int]]:
        others = {facet: value for facet, value in market.items() if facet != name}
        counted = self.people.filter(self.belongs(others)).drop_nulls(name).group_by(pl.col(name).cast(pl.String)).len()
        return counted.sort(["len", name], descending=[True, False]).rows()

    def first(self, reading: str, market: Mapping[str, str], *, lowest: bool, without: Collection[str]) -> pl.DataFrame:
        """The people of a market in the order of a reading, those who have none and those `without` left out."""
        found = self.inside(market).drop_nulls(reading).filter(~pl.col("key").is_in(list(without)))
        return found.sort([reading, "key"], descending=[not lowest, False])


_known: WeakKeyDictionary[Store, Population] = WeakKeyDictionary()
_one_at_a_time = Lock()


def population_of(store: Store, run: Mapping[str, Any]) -> Population:
    """The people of a run, kept until another run is asked for."""
    with _one_at_a_time:
        found = _known.get(store)
        if found is None or found.run["id"] != run["id"]:
            found = _known[store] = Population(store, run)
        return found
