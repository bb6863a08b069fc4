"""Value tiers, referral-adjusted value and order histories against known answers and a second way."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from graph.analysis.account_value import histories
from graph.analysis.referral_trees import REFERRALS
from graph.analysis.referral_value import referral_value
from graph.analysis.value_tier import tiers
from tests.orders import START, orders


def test_tiers_of_ten_accounts() -> None:
    spent = [100.0, 90.0, 80.0, 80.0, 80.0, 50.0, 40.0, 30.0, 20.0, 10.0, 0.0, 0.0]
    offered = [0.0] * 8 + [70.0, 0.0, 95.0, 5.0]
    worth = pl.DataFrame({"id": [str(number) for number in range(12)], "spent": spent, "open": offered})
    found = tiers(worth, 0.2, 0.5)
    assert found.rows["tier"].to_list() == (
        ["high"] * 2 + ["potential"] * 3 + ["general"] * 3 + ["potential", "general", "potential", "general"]
    )
    assert found.facts == {"high_from": 90.0, "potential_from": 80.0, "buyers": 10}


def test_nobody_is_of_high_value_where_nobody_bought() -> None:
    worth = pl.DataFrame({"id": ["a", "b"], "spent": [0.0, 0.0], "open": [0.0, 9.0]})
    found = tiers(worth, 0.2, 0.5)
    assert found.rows["tier"].to_list() == ["general", "general"]
    assert found.facts == {"buyers": 0}


def _referrals(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    rows = [(f"{number:03}", a, b, START + timedelta(days=number), True, 1.0) for number, (a, b) in enumerate(pairs)]
    return pl.DataFrame(rows, schema=REFERRALS, orient="row")


def test_who_referred_is_credited_a_share_and_of_those_below_a_smaller_one() -> None:
    worth = pl.DataFrame({"id": ["a", "b", "c", "d", "e"], "worth": [10.0, 100.0, 1000.0, None, 7.0]})
    found = referral_value(_referrals([("a", "b"), ("b", "c"), ("a", "d")]), worth, 0.5)
    assert found["referral_value"].to_list() == [10 + 50 + 250, 600, 1000, 0, 7]
    assert found["referral_credit"].to_list() == [300, 500, 0, 0, 0]
    assert found["accounts_referred"].to_list() == [2, 1, 0, 0, 0]


def test_referral_value_by_recursion() -> None:
    rng = np.random.default_rng(4)
    names = [f"{number:02}" for number in range(40)]
    parents = {name: names[int(rng.integers(0, place))] for place, name in enumerate(names) if place > 5}
    worth = dict(zip(names, rng.uniform(0, 100, 40).tolist(), strict=True))

    def value(name: str) -> float:
        return worth[name] + 0.3 * sum(value(child) for child, parent in parents.items() if parent == name)

    table = pl.DataFrame({"id": names, "worth": list(worth.values())})
    found = referral_value(_referrals([(parent, child) for child, parent in parents.items()]), table, 0.3)
    assert dict(found.select("id", "referral_value").iter_rows()) == pytest.approx(
        {name: value(name) for name in names}
    )


def test_a_history_is_counted_in_weeks_from_the_first_order() -> None:
    bought = orders(("a", 0, 50.0), ("a", 7, 10.0), ("a", 21, 0.0), ("a", 28, 30.0), ("b", 14, 5.0))
    found = histories(bought, pl.lit(date(2024, 1, 1) + timedelta(days=70)))
    assert found.rows() == [("a", 3.0, 4.0, 10.0, 2.0, 20.0), ("b", 0.0, 0.0, 8.0, 0.0, 0.0)]
