"""What a page tells of clusters beyond who is in them: their worth, their accounts, and how large they were before."""

from __future__ import annotations

from typing import Any

import polars as pl

from graph.reports.plain import read
from graph.reports.population import Population, population_of
from graph.reports.runs import current_run, facts_of
from graph.store import Store

__all__ = ["accounts_of", "sizes", "worths"]

_RUNS = 12


def worths(store: Store) -> dict[str, Any]:
    """What the accounts of each cluster's members are worth: {"basis", "currency", "clusters": {number: sum}}.

    An account counts once in each cluster where somebody works for it, by its lifetime value, else (`basis` is then
    `revenue`) by what it has bought so far. Raises NotFoundError where nothing has been analysed.
    """
    run = current_run(store)
    population = population_of(store, run)
    column = _worth(population)
    each = population.people.select("cluster", "customer").drop_nulls().unique()
    found = each.join(population.accounts.select("customer", worth=column), on="customer").group_by("cluster")
    currency = facts_of(store, run["id"]).get("reach", {}).get("currency", "")
    basis = "lifetime_value" if column == "lifetime_value" else "revenue"
    return {"basis": basis, "currency": currency, "clusters": dict(found.agg(pl.col("worth").sum()).iter_rows())}


def accounts_of(store: Store, number: int, *, offset: int = 0, limit: int = 25) -> dict[str, Any]:
    """The accounts where members of a cluster work, those with most of them first.

    Returns {"total", "items": [{"id", "name", "industry", "city", "segment", "tier", "worth", "people"}]}.
    """
    population = population_of(store, current_run(store))
    members = population.people.filter(pl.col("cluster") == number).drop_nulls("customer")
    found = (
        members.group_by("customer")
        .agg(people=pl.len())
        .join(population.accounts, on="customer")
        .select(
            *("industry", "city", "segment", "tier", "people"),
            id="customer",
            name="company",
            worth=pl.col(_worth(population)).fill_null(0.0),
        )
        .sort(["people", "worth", "id"], descending=[True, True, False])
    )
    return {"total": found.height, "items": found[offset : offset + limit].to_dicts()}


def sizes(store: Store) -> dict[int, list[dict[str, Any]]]:
    """How many people each cluster had in the last analyses, by its number: [{"as_of", "size"}], the earliest first; of
    several analyses of one moment the newest."""
    known: dict[int, dict[str, int]] = {}
    for row in read(store, "analysis/cluster_sizes", runs=_RUNS):
        known.setdefault(row["number"], {})[row["as_of"]] = row["size"]
    return {
        number: [{"as_of": as_of, "size": size} for as_of, size in history.items()] for number, history in known.items()
    }


def _worth(population: Population) -> str:
    return "lifetime_value" if (population.accounts["lifetime_value"].sum() or 0) > 0 else "spent"
