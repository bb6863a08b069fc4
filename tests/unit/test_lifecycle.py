"""Lifecycle against known answers, a walk row by row, and invariants."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.lifecycle import LIFECYCLE, changes, stage_at, transitions
from guanxi.config import SegmentsConfig
from tests.orders import ORDERS, SCHEMA, START, orders

RULES = SegmentsConfig(lost_days=100)


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
@given(ORDERS, st.integers(0, 900))
def test_stages_are_those_of_a_walk(purchases: pl.DataFrame, days: int) -> None:
    as_of = START + timedelta(days=days)
    found = dict(stage_at(changes(purchases, as_of, RULES), as_of).select("customer", "stage").iter_rows())
    for name in "abcdef":
        own = purchases.filter(pl.col("customer") == name)["at"].to_list()
        assert found.get(name, "prospect") == _stage([(moment - START).days for moment in own], days), name


@settings(max_examples=50, deadline=None)
@given(ORDERS, st.integers(0, 900))
def test_the_past_does_not_change(purchases: pl.DataFrame, days: int) -> None:
    """What is known at a moment is the same when looked at later."""
    then, later = START + timedelta(days=days), START + timedelta(days=1000)
    whole = changes(purchases, later, RULES)
    assert changes(purchases, then, RULES).equals(whole.filter(pl.col("at") <= then))


def test_the_life_of_a_customer() -> None:
    days = [0, 10, 20, 30, 400]
    found = changes(orders(*[("a", day, 1.0) for day in days]), START + timedelta(days=600), RULES)
    dates = [((moment - START).days, stage) for moment, stage in found.select("at", "stage").iter_rows()]
    assert dates == [(0, "new"), (10, "repeat"), (30, "loyal"), (130, "lost"), (400, "loyal")]


def test_a_slow_rhythm_is_not_lost() -> None:
    found = changes(orders(("a", 0, 1.0), ("a", 90, 1.0)), START + timedelta(days=300), RULES)
    assert found["stage"].to_list() == ["new", "repeat"]


@settings(max_examples=40, deadline=None)
@given(ORDERS, st.integers(0, 450), st.integers(0, 450))
def test_transitions_count_everybody_once(purchases: pl.DataFrame, days: int, more: int) -> None:
    start, end = START + timedelta(days=days), START + timedelta(days=days + more)
    everybody = pl.Series(["a", "b", "c", "d", "e", "f", "never"])
    found = transitions(changes(purchases, end, RULES), start, end, everybody)
    assert found.height == len(LIFECYCLE) ** 2
    assert found["customers"].sum() == 7
    back = found.filter((pl.col("after") == "prospect") & (pl.col("before") != "prospect"))
    assert back["customers"].sum() == 0


def test_without_purchases_there_is_nothing() -> None:
    assert changes(pl.DataFrame(schema=SCHEMA), START, RULES).is_empty()
