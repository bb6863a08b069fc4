"""The analysed network: ties and referrals."""

from __future__ import annotations

import numpy as np
import polars as pl

from graph.analysis.network import REFERRED, Network, build


def edges(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "weight": pl.Float64}, orient="row")


def weight(network: Network, a: str, b: str, *, flow: bool = False) -> float:
    index = {key: place for place, key in enumerate(network.keys)}
    matrix = network.flow if flow else network.weights
    return float(matrix[index[a], index[b]])


def test_ties_go_both_ways_referrals_flow_to_the_referrer_and_sway_who_was_referred() -> None:
    ties = edges(("contact:a", "contact:b", 0.4), ("contact:a", "employee:e", 0.9))
    network = build(ties, edges(("contact:b", "contact:a", 0.5), ("contact:c", "contact:a", 0.5)))
    assert list(network.keys) == ["contact:a", "contact:b", "contact:c", "employee:e"]
    assert list(network.ranked) == [True, True, True, False]
    assert network.ties == 3
    assert weight(network, "contact:a", "contact:b") == weight(network, "contact:b", "contact:a") == 0.4
    assert weight(network, "contact:a", "contact:c") == weight(network, "contact:c", "contact:a") == REFERRED
    assert weight(network, "contact:b", "contact:a", flow=True) == 0.9
    assert weight(network, "contact:a", "contact:b", flow=True) == 0.4
    assert weight(network, "contact:a", "contact:c", flow=True) == 0
    assert (network.sway - network.flow.T).nnz == 0


def test_nobody_is_tied_to_themselves_or_by_nothing() -> None:
    network = build(edges(("contact:a", "contact:a", 1.0), ("contact:a", "contact:b", 0.0)), edges())
    assert len(network.keys) == 0
    assert network.ties == 0


def test_a_large_network_keeps_its_sums() -> None:
    rng = np.random.default_rng(1)
    pairs = {tuple(sorted(rng.choice(300, 2, replace=False).tolist())) for _ in range(2000)}
    ties = edges(*((f"contact:{a:03}", f"contact:{b:03}", 0.5) for a, b in pairs))
    network = build(ties, edges())
    assert network.weights.sum() == len(pairs)
    assert network.ties == len(pairs)
