"""RFM against known answers and invariants."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from graph.analysis.rfm import SEGMENTS, rfm
from tests.orders import ORDERS, SCHEMA, START, orders


def test_every_pair_of_scores_has_one_name() -> None:
    names = [(r, f) for rs, fs in SEGMENTS.values() for r in rs for f in fs]
    assert sorted(names) == [(r, f) for r in range(1, 6) for f in range(1, 6)]


def test_scores_of_five_customers() -> None:
    rows = [(name, 10 * number, 100.0) for number, name in enumerate("abcde") for _ in range(number + 1)]
    found = rfm(orders(*rows), START + timedelta(days=50))
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
    found = rfm(orders(*[(name, 5, 1.0) for name in "abcdefgh"]), START + timedelta(days=9))
    assert found.select("recency", "frequency", "monetary", "segment").n_unique() == 1


@settings(max_examples=50, deadline=None)
@given(ORDERS, st.integers(0, 900))
def test_rfm_does_not_depend_on_the_order_of_rows_nor_on_later_ones(purchases: pl.DataFrame, days: int) -> None:
    as_of = START + timedelta(days=days)
    found = rfm(purchases, as_of)
    for other in (rfm(purchases.reverse(), as_of), rfm(purchases.filter(pl.col("at") <= as_of), as_of)):
        assert_frame_equal(found.drop("monetary", "spent"), other.drop("monetary", "spent"))
        assert found["spent"].to_list() == pytest.approx(other["spent"].to_list())  # sums differ in the last digit
    assert set(found["customer"]) == set(purchases.filter(pl.col("at") <= as_of)["customer"])


def test_without_purchases_there_is_nothing() -> None:
    assert rfm(pl.DataFrame(schema=SCHEMA), START).is_empty()
