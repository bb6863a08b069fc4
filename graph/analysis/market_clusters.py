"""The clusters of a market: found, matched to those of the run before, named, and written with what bridges them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from graph.analysis.cluster_bridges import cluster_bridges
from graph.analysis.cluster_matching import changes, origins
from graph.analysis.cluster_names import ClusterName, name_clusters
from graph.analysis.cluster_shares import NONE, cluster_shares
from graph.analysis.degree import total_strength
from graph.analysis.market import Market

__all__ = ["clustered", "clusters"]


def clustered(market: Market) -> pl.DataFrame:
    """The cluster that each person belongs to, by its lasting number, and the share of their ties in it; the second
    cluster that some belong to, and its share."""
    numbers = market.numbers
    shares = cluster_shares(market.network.weights, market.membership, market.settings.clusters.second_share)
    second = pl.when(pl.Series(shares.second != NONE))
    return market.readings(
        cluster=numbers[market.membership],
        cluster_share=shares.own,
        second_cluster=numbers[shares.second],
        second_share=shares.second_share,
    ).with_columns(
        second.then("second_cluster").alias("second_cluster"), second.then("second_share").alias("second_share")
    )


def clusters(market: Market) -> list[dict[str, Any]]:
    """The properties of each community, the largest first."""
    weights, membership, config = market.network.weights, market.membership, market.settings.clusters
    numbers = market.numbers
    found = market.data.store.read("analysis/previous_clusters", as_of=market.data.as_of)
    before = {row["number"]: row for row in found}
    kept = {place: _name(before[number]) for place, number in enumerate(numbers.tolist()) if number in before}
    names = name_clusters(membership, market.facts, total_strength(weights), _bought(market), kept)
    words, told = changes(origins(market.previous, membership), len(numbers), config.part)
    parts: dict[int, list[dict[str, Any]]] = {}
    for row in told.iter_rows(named=True):
        origin = {"number": row["previous"], "name": before[row["previous"]]["name"]}
        share = {name: row[name] for name in ("people", "of_cluster", "of_previous")}
        parts.setdefault(row["cluster"], []).append({**origin, **share})
    bridges = cluster_bridges(weights, membership)
    keys = market.network.keys.tolist()
    return [
        {
            "number": number,
            "name": names[place].name,
            "description": names[place].description,
            "size": size,
            "facts": _json(names[place].facts),
            "change": words[place],
            "came_from": _json(parts.get(place, [])),
            "bridges": _json(_keyed(bridges.get(place, []), numbers.tolist(), keys)),
        }
        for place, (number, size) in enumerate(zip(numbers.tolist(), np.bincount(membership).tolist(), strict=True))
    ]


def _name(row: Mapping[str, Any]) -> ClusterName:
    return ClusterName(row["name"], row["description"], json.loads(row["facts"]))


def _bought(market: Market) -> pl.DataFrame:
    """What each person, or the account that they work for, bought."""
    data = market.data
    named = data.purchases.join(data.products.select("id", title="name"), left_on="product", right_on="id")
    by_account = named.select("customer", product="title").drop_nulls().unique()
    people = data.people.select("key", "customer")
    own = named.select(key="contact", product="title").drop_nulls()
    return pl.concat([people.join(by_account, on="customer").select("key", "product"), own]).unique()


def _keyed(bridges: list[dict[str, Any]], numbers: list[int], keys: list[str]) -> list[dict[str, Any]]:
    """Bridges with the numbers of clusters and the keys of people."""
    return [
        {
            "number": numbers[bridge["cluster"]],
            "ties": bridge["ties"],
            "strength": bridge["strength"] * 100,
            "people": [
                {"key": keys[who["person"]], "ties": who["ties"], "strength": who["strength"] * 100}
                for who in bridge["people"]
            ],
            "strongest": [
                {"key": keys[tie["person"]], "other": keys[tie["other"]], "strength": tie["strength"] * 100}
                for tie in bridge["strongest"]
            ],
        }
        for bridge in bridges
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
