"""Clusters from run to run, who belongs to two, and what bridges them: known answers, brute force and invariants."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array

from bench.clusters import METHODS, planted, shared_information
from graph.analysis.cluster_bridges import cluster_bridges
from graph.analysis.cluster_matching import UNKNOWN, changes, match_clusters, origins
from graph.analysis.cluster_names import FACTS, ClusterName, name_clusters
from graph.analysis.cluster_shares import NONE, cluster_shares

Ints = NDArray[np.int64]


def _numbered(*sizes: tuple[int, int]) -> Ints:
    """Memberships from (number, people)."""
    return np.repeat(*np.array(sizes).T).astype(np.int64)


def _dense(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


PAIRS = st.lists(st.tuples(st.integers(-1, 5), st.integers(0, 5)), min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False), st.sampled_from((0.1, 0.3, 0.6)))
def test_labels_do_not_matter(pairs: list[tuple[int, int]], random: st.randoms, least: float) -> None:  # type: ignore[valid-type]
    """Relabel the clusters of now: everybody keeps their number. Relabel those of before: the numbers follow."""
    previous, membership = np.array([pair[0] for pair in pairs]), _dense(np.array([pair[1] for pair in pairs]))
    count = int(membership.max()) + 1
    numbers = match_clusters(previous, membership, least)[membership]

    other = np.array(random.sample(range(count), count))[membership]  # type: ignore[attr-defined]
    assert (match_clusters(previous, other, least)[other] == numbers).all()

    renamed = np.append(random.sample(range(6), 6), UNKNOWN)  # type: ignore[attr-defined]
    after = match_clusters(renamed[previous], membership, least)[membership]
    continued = np.isin(numbers, previous[previous != UNKNOWN])
    assert (after[continued] == renamed[numbers[continued]]).all()


@settings(max_examples=80, deadline=None)
@given(PAIRS)
def test_no_other_pairing_keeps_more_people(pairs: list[tuple[int, int]]) -> None:
    previous, membership = np.array([pair[0] for pair in pairs]), _dense(np.array([pair[1] for pair in pairs]))
    both = previous != UNKNOWN
    count, least = int(membership.max()) + 1, 0.3
    numbers = match_clusters(previous, membership, least)
    assert len(set(numbers)) == count

    common = np.zeros((count, 6), dtype=int)
    np.add.at(common, (membership[both], previous[both]), 1)
    union = common.sum(axis=1)[:, None] + common.sum(axis=0)[None, :] - common
    worth = np.pad(np.where(common >= least * union, common, 0), ((0, 0), (0, count)))
    best = max(sum(worth[c, order[c]] for c in range(count)) for order in set(permutations(range(6), min(count, 6))))
    kept = sum(common[c, numbers[c]] for c in range(count) if numbers[c] < 6)
    assert kept == best


@settings(max_examples=80, deadline=None)
@given(PAIRS)
def test_what_has_not_changed_keeps_all_numbers(pairs: list[tuple[int, int]]) -> None:
    membership = _dense(np.array([pair[1] for pair in pairs]))
    first = match_clusters(np.full(len(membership), UNKNOWN), membership, 0.3)
    assert sorted(first) == list(range(membership.max() + 1))
    assert (match_clusters((first + 7)[membership], membership, 0.3) == first + 7).all()


def test_a_split_a_merger_a_newcomer_and_one_that_stays() -> None:
    previous = np.concatenate([np.full(100, 4), np.full(40, 0), np.full(30, 1), np.full(50, 2), np.full(20, UNKNOWN)])
    membership = np.concatenate([_numbered((0, 60), (1, 40)), np.full(70, 2), np.full(50, 3), np.full(20, 4)])
    assert match_clusters(previous, membership, 0.3).tolist() == [4, 3, 0, 2, 5]
    words, told = changes(origins(previous, membership), 5, 0.2)
    assert words == ["split", "split", "merged", "same", "new"]
    assert told.filter(pl.col("cluster") == 2).rows() == [
        (2, 0, 40, pytest.approx(4 / 7), 1.0),
        (2, 1, 30, pytest.approx(3 / 7), 1.0),
    ]
    assert changes(origins(np.full(240, UNKNOWN), membership), 5, 0.2)[0] == ["first"] * 5


def test_whoever_loses_a_few_to_a_large_one_neither_splits_nor_merges() -> None:
    previous = _numbered((0, 500), (1, 30))
    membership = np.concatenate(
        [np.zeros(500, dtype=np.int64), np.zeros(5, dtype=np.int64), np.ones(25, dtype=np.int64)]
    )
    assert changes(origins(previous, membership), 2, 0.2)[0] == ["same", "same"]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 30), st.floats(0.05, 0.5), st.integers(0, 10_000))
def test_shares_are_those_counted_person_by_person(n: int, density: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(n, density, seed=seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = float(rng.integers(1, 5))
    membership = _dense(rng.integers(0, 4, n))
    found = cluster_shares(csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(n), dtype=float)), membership, 0.25)
    for person in graph:
        inside: dict[int, list[float]] = {}
        for other, data in graph[person].items():
            inside.setdefault(int(membership[other]), []).append(data["weight"])
        total = sum(sum(weights) for weights in inside.values())
        home = membership[person]
        assert found.own[person] == pytest.approx(sum(inside.get(home, [])) / total if total else 0)
        others = [
            (-sum(weights) / total, cluster)
            for cluster, weights in inside.items()
            if cluster != home and len(weights) >= 2 and sum(weights) / total >= 0.25
        ]
        share, second = min(others, default=(0.0, NONE))
        assert (found.second[person], found.second_share[person]) == (second, pytest.approx(-share))


def test_bridges_are_the_ties_that_cross_and_who_holds_them() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        [(0, 1, 0.9), (1, 2, 0.9), (3, 4, 0.9), (5, 6, 0.9), (0, 3, 0.5), (0, 4, 0.3), (1, 3, 0.4), (2, 5, 0.1)]
    )
    matrix = csr_array(nx.to_scipy_sparse_array(graph, nodelist=range(7)))
    found = cluster_bridges(matrix, np.array([0, 0, 0, 1, 1, 2, 2]), top=2)
    assert set(found) == {0, 1, 2}
    to_one, to_two = found[0]
    assert (to_one["cluster"], to_one["ties"], to_one["strength"]) == (1, 3, pytest.approx(1.2))
    assert to_one["people"] == [
        {"person": 0, "ties": 2, "strength": pytest.approx(0.8)},
        {"person": 1, "ties": 1, "strength": pytest.approx(0.4)},
    ]
    assert [(tie["person"], tie["other"]) for tie in to_one["strongest"]] == [(0, 3), (1, 3)]
    assert (to_two["cluster"], to_two["ties"]) == (2, 1)
    assert [tie["person"] for tie in found[1][0]["strongest"]] == [3, 3]
    assert cluster_bridges(matrix, np.zeros(7, dtype=np.int64)) == {}


def _facts(people: list[tuple[str, str | None, str | None]]) -> pl.DataFrame:
    """From (name, industry, city)."""
    rows = [(f"contact:{name}", name, None, industry, city, None) for name, industry, city in people]
    return pl.DataFrame(rows, schema=FACTS, orient="row")


def _names(
    facts: pl.DataFrame, membership: Ints, before: dict[int, ClusterName] | None = None, **other: pl.DataFrame
) -> list[ClusterName]:
    return name_clusters(membership, facts, np.arange(facts.height, 0, -1, dtype=float), before=before, **other)


def test_what_its_members_bought_names_a_cluster() -> None:
    facts = _facts([(f"p{i}", "retail", None) for i in range(20)])
    bought = pl.DataFrame({"key": [f"contact:p{i}" for i in (*range(9), 10, 11)], "product": ["cranes"] * 11})
    found = _names(facts, _numbered((0, 10), (1, 10)), bought=bought)
    assert found[0].name == "cranes"
    assert found[0].description == "90% bought cranes, 20% elsewhere. Best connected: p0."
    assert found[1].name == "p10"


def test_what_chance_would_give_names_nobody() -> None:
    facts = _facts([(f"p{i}", "ships" if i in (0, 1, 20, 21, 22, 23) else "retail", None) for i in range(40)])
    assert _names(facts, _numbered((0, 4), (1, 36)))[0].name == "p0"


def test_a_name_stays_while_it_is_true() -> None:
    membership = _numbered((0, 10), (1, 10))
    people = [(f"p{i}", "ships", "Kiel" if i < 6 else "Bonn") for i in range(10)]
    people += [(f"q{i}", "retail", "Rome") for i in range(10)]
    first = _names(_facts(people), membership)
    assert [found.name for found in first] == ["ships · Kiel", "retail · Rome"]

    moved = [(name, industry, "Bonn" if name in ("p0", "p1") else city) for name, industry, city in people]
    assert _names(_facts(moved), membership)[0].name == "ships · Bonn"
    kept = _names(_facts(moved), membership, dict(enumerate(first)))
    assert kept[0].name == "ships · Kiel"
    assert "40% are in Kiel" in kept[0].description
    gone = [(name, industry, "Bonn" if name[0] == "p" else city) for name, industry, city in people]
    assert _names(_facts(gone), membership, dict(enumerate(kept)))[0].name == "ships · Bonn"


def test_who_gave_the_name_may_stop_being_the_best_connected_but_not_leave() -> None:
    facts = _facts([(f"p{i}", None, None) for i in range(8)])
    membership = _numbered((0, 4), (1, 4))
    first = _names(facts, membership)
    assert [found.name for found in first] == ["p0", "p4"]
    weaker = name_clusters(membership, facts, np.arange(8.0), before=dict(enumerate(first)))
    assert [found.name for found in weaker] == ["p0", "p4"]
    assert weaker[0].description == "Best connected: p3. Named after p0."
    again = name_clusters(membership, facts, np.arange(8.0), before=dict(enumerate(weaker)))
    assert again == weaker
    left = np.array([1, 0, 0, 0, 0, 1, 1, 1])
    assert [found.name for found in name_clusters(left, facts, np.arange(8.0), before=dict(enumerate(weaker)))] == [
        "p4",
        "p7",
    ]


def test_leiden_finds_planted_clusters_at_least_as_well_as_louvain_and_better_than_label_propagation() -> None:
    found: dict[str, list[float]] = {name: [] for name in METHODS}
    for mixed in (0.3, 0.5):
        network, clusters = planted(500, mixed, seed=3)
        for name, method in METHODS.items():
            found[name].append(shared_information(clusters, method(network)))
    leiden, louvain, labels = (np.array(found[name]) for name in ("Leiden", "Louvain", "label propagation"))
    assert (leiden > louvain - 0.02).all()
    assert leiden[0] > 0.95
    assert leiden[1] > labels[1] + 0.1
    assert shared_information(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2])) == pytest.approx(1)
