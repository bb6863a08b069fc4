"""RFM and lifecycle against known answers, a row-by-row second way, and invariants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from graph.analysis.segments import LIFECYCLE, SEGMENTS, Lifecycle, changes, rfm, stage_at, transitions

START = datetime(2024, 1, 1, tzinfo=UTC)
RULES = Lifecycle(lost_after=timedelta(days=100))
SCHEMA = {"customer": pl.String, "at": pl.Datetime("us", "UTC"), "amount": pl.Float64}


def _purchases(*rows: tuple[str, int, float]) -> pl.DataFrame:
    """Purchases from (customer, days after START, amount)."""
    moments = [(customer, START + timedelta(days=days), amount) for customer, days, amount in rows]
    return pl.DataFrame(moments, schema=SCHEMA, orient="row")


PURCHASES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 900), st.floats(0, 1e6)), min_size=1, max_size=60
).map(lambda rows: _purchases(*rows))


def test_every_pair_of_scores_has_one_name() -> None:
    names = [(r, f) for rs, fs in SEGMENTS.values() for r in rs for f in fs]
    assert sorted(names) == [(r, f) for r in range(1, 6) for f in range(1, 6)]


def test_scores_of_five_customers() -> None:
    rows = [(name, 10 * number, 100.0) for number, name in enumerate("abcde") for _ in range(number + 1)]
    found = rfm(_purchases(*rows), START + timedelta(days=50))
    assert found["recency"].to_list() == found["frequency"].to_list() == found["monetary"].to_list() == [1, 2, 3, 4, 5]
    assert found["recency_days"].to_list() == [50, 40, 30, 20, 10]
    assert found["spent"].to_list() == [100, 200, 300, 400, 500]
    assert found["segment"].to_list() == [
        "hibernating",
        "hibernating",
        "need attention",
        "loyal",
        "champions",
    ]


def test_equal_customers_score_alike() -> None:
    found = rfm(_purchases(*[(name, 5, 1.0) for name in "abcdefgh"]), START + timedelta(days=9))
    assert found.select("recency", "frequency", "monetary", "segment").n_unique() == 1


@settings(max_examples=50, deadline=None)
@given(PURCHASES, st.integers(0, 900))
def test_rfm_does_not_depend_on_the_order_of_rows_nor_on_later_ones(purchases: pl.DataFrame, days: int) -> None:
    as_of = START + timedelta(days=days)
    found = rfm(purchases, as_of)
    for other in (rfm(purchases.reverse(), as_of), rfm(purchases.filter(pl.col("at") <= as_of), as_of)):
        assert_frame_equal(found.drop("monetary", "spent"), other.drop("monetary", "spent"))
        assert found["spent"].to_list() == pytest.approx(other["spent"].to_list())  # sums differ in the last digit
    assert set(found["customer"]) == set(purchases.filter(pl.col("at") <= as_of)["customer"])


def _stage(days: list[int], now: int) -> str:
    """The stage by a walk over the days of a customer's orders."""
    stage, before = "prospect", []
    for day in sorted(days):
        if day > now:
            break
        before.append(day)
        stage = "new" if len(before) < 2 else "repeat" if len(before) < 4 else "loyal"
    if before:
        gap = (before[-1] - before[0]) / (len(before) - 1) if len(before) > 1 else 0
        if now - before[-1] >= max(100, 3 * gap):
            stage = "lost"
    return stage


@settings(max_examples=80, deadline=None)
@given(PURCHASES, st.integers(0, 900))
def test_stages_are_those_of_a_walk(purchases: pl.DataFrame, days: int) -> None:
    as_of = START + timedelta(days=days)
    found = dict(stage_at(changes(purchases, as_of, RULES), as_of).select("customer", "stage").iter_rows())
    for name in "abcdef":
        own = purchases.filter(pl.col("customer") == name)["at"].to_list()
        assert found.get(name, "prospect") == _stage([(moment - START).days for moment in own], days), name


@settings(max_examples=50, deadline=None)
@given(PURCHASES, st.integers(0, 900))
def test_the_past_does_not_change(purchases: pl.DataFrame, days: int) -> None:
    """What is known at a moment is the same when looked at later."""
    then, later = START + timedelta(days=days), START + timedelta(days=1000)
    whole = changes(purchases, later, RULES)
    assert changes(purchases, then, RULES).equals(whole.filter(pl.col("at") <= then))


def test_the_life_of_a_customer() -> None:
    days = [0, 10, 20, 30, 400]
    found = changes(_purchases(*[("a", day, 1.0) for day in days]), START + timedelta(days=600), RULES)
    dates = [((moment - START).days, stage) for moment, stage in found.select("at", "stage").iter_rows()]
    assert dates == [(0, "new"), (10, "repeat"), (30, "loyal"), (130, "lost"), (400, "loyal")]


def test_a_slow_rhythm_is_not_lost() -> None:
    found = changes(_purchases(("a", 0, 1.0), ("a", 90, 1.0)), START + timedelta(days=300), RULES)
    assert found["stage"].to_list() == ["new", "repeat"]


@settings(max_examples=40, deadline=None)
@given(PURCHASES, st.integers(0, 450), st.integers(0, 450))
def test_transitions_count_everybody_once(purchases: pl.DataFrame, days: int, more: int) -> None:
    start, end = START + timedelta(days=days), START + timedelta(days=days + more)
    everybody = pl.Series(["a", "b", "c", "d", "e", "f", "never"])
    found = transitions(changes(purchases, end, RULES), start, end, everybody)
    assert found.height == len(LIFECYCLE) ** 2
    assert found["customers"].sum() == 7
    back = found.filter((pl.col("after") == "prospect") & (pl.col("before") != "prospect"))
    assert back["customers"].sum() == 0


@pytest.mark.parametrize("function", [lambda p: rfm(p, START), lambda p: changes(p, START, RULES)])
def test_without_purchases_there_is_nothing(function) -> None:  # type: ignore[no-untyped-def]
    assert function(pl.DataFrame(schema=SCHEMA)).is_empty()
