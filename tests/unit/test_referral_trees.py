"""Referral trees against a known programme, and against NetworkX."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.referral_trees import REFERRALS, by_depth, referral_trees, totals

START = datetime(2024, 1, 1, tzinfo=UTC)


def _referrals(*rows: tuple[str, str, int | None, bool, float]) -> pl.DataFrame:
    """Referrals from (referrer, referred, day, won, value)."""
    made = [
        (f"r{number:03}", who, whom, None if day is None else START + timedelta(days=day), won, value)
        for number, (who, whom, day, won, value) in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=REFERRALS, orient="row")


def test_a_programme_of_three_steps() -> None:
    trees = referral_trees(
        _referrals(
            ("ann", "bob", 1, True, 100.0),
            ("ann", "cid", 2, False, 999.0),
            ("bob", "dan", 3, True, 50.0),
            ("dan", "eve", 4, True, 7.0),
            ("zoe", "yan", 5, True, 1.0),
            ("cid", "bob", 6, True, 5000.0),
        )
    )
    places = {row["key"]: (row["parent"], row["root"], row["depth"]) for row in trees.to_dicts()}
    assert places == {
        "ann": (None, "ann", 0),
        "bob": ("ann", "ann", 1),
        "cid": ("ann", "ann", 1),
        "dan": ("bob", "ann", 2),
        "eve": ("dan", "ann", 3),
        "yan": ("zoe", "zoe", 1),
        "zoe": (None, "zoe", 0),
    }
    ann = totals(trees).row(by_predicate=pl.col("key") == "ann", named=True)
    assert ann == {
        "key": "ann",
        "referred": 2,
        "won": 1,
        "revenue": 100.0,
        "downstream": 4,
        "downstream_won": 3,
        "downstream_revenue": 157.0,
        "deepest": 3,
    }
    assert by_depth(trees).rows() == [(1, 3, 2, pytest.approx(2 / 3), 101.0), (2, 1, 1, 1.0, 50.0), (3, 1, 1, 1.0, 7.0)]


def test_the_first_referral_counts_and_one_without_a_date_comes_last() -> None:
    trees = referral_trees(
        _referrals(("ann", "bob", None, True, 1.0), ("cid", "bob", 9, True, 2.0), ("dan", "bob", 3, True, 4.0))
    )
    assert trees.filter(pl.col("key") == "bob").select("parent", "value").row(0) == ("dan", 4.0)


def test_a_circle_is_opened_at_its_last_referral() -> None:
    trees = referral_trees(
        _referrals(
            ("ann", "bob", 1, True, 1.0),
            ("bob", "cid", 2, True, 1.0),
            ("cid", "ann", 3, True, 1.0),
            ("cid", "dan", 4, True, 1.0),
        )
    )
    assert dict(trees.select("key", "depth").iter_rows()) == {"ann": 0, "bob": 1, "cid": 2, "dan": 3}


def test_nobody_refers_themselves() -> None:
    assert referral_trees(_referrals(("ann", "ann", 1, True, 1.0))).is_empty()
    assert by_depth(referral_trees(_referrals())).is_empty()
    assert totals(referral_trees(_referrals())).is_empty()


PEOPLE = st.sampled_from("abcdefghij")
ROWS = st.lists(
    st.tuples(PEOPLE, PEOPLE, st.none() | st.integers(0, 20), st.booleans(), st.floats(0, 100)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_trees_are_trees_and_add_up(rows: list[tuple[str, str, int | None, bool, float]]) -> None:
    referrals = _referrals(*rows)
    trees = referral_trees(referrals)
    graph = nx.DiGraph(trees.drop_nulls("parent").select("parent", "key").iter_rows())
    graph.add_nodes_from(trees["key"])
    assert len(graph) == 0 or nx.is_forest(graph)
    pairs = set(referrals.select("referrer", "referred").iter_rows())
    assert all(edge in pairs for edge in graph.edges)
    everybody = {key for row in rows if row[0] != row[1] for key in row[:2]}
    assert set(trees["key"]) == everybody
    found = {row["key"]: row for row in totals(trees).to_dicts()}
    value = dict(trees.select("key", "value").iter_rows())
    for row in trees.to_dicts():
        below = nx.descendants(graph, row["key"])
        steps = nx.single_source_shortest_path_length(graph, row["key"])
        assert row["depth"] == nx.shortest_path_length(graph, row["root"], row["key"])
        assert graph.in_degree(row["root"]) == 0
        assert found[row["key"]]["downstream"] == len(below)
        assert found[row["key"]]["downstream_revenue"] == pytest.approx(sum(value[key] for key in below))
        assert found[row["key"]]["deepest"] == max(steps.values())
    assert by_depth(trees)["revenue"].sum() == pytest.approx(sum(value.values()))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_only_circles_lose_a_referral(rows: list[tuple[str, str, int | None, bool, float]]) -> None:
    referrals = _referrals(*rows)
    brought = referrals.filter(pl.col("referrer") != pl.col("referred"))["referred"].n_unique()
    trees = referral_trees(referrals)
    first = referrals.filter(pl.col("referrer") != pl.col("referred")).sort("at", "id", nulls_last=True)
    graph = nx.DiGraph(first.unique("referred", keep="first").select("referrer", "referred").iter_rows())
    circles = sum(1 for _ in nx.simple_cycles(graph))
    assert trees["parent"].count() == brought - circles
