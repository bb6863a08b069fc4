"""One definition of what referrals brought: analysis, reasons and named queries say the same of a tangled programme."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from graph.analysis.referral_trees import by_depth, referral_trees, totals
from graph.analysis.run import analyze
from graph.reports.influencers import influencers
from graph.reports.referrals import referrals
from graph.store import Store
from guanxi.config import Settings
from tests.integration.analysis_graph import day, links, nodes

PEOPLE = [f"p{number}" for number in range(24)]
PROGRAMS = ("friends", "partners", None)


def _tangle() -> list[dict[str, Any]]:
    """Referrals with repeats and circles, some at the same time, some at none."""
    rng = random.Random(7)
    made = []
    for number in range(60):
        who, whom = rng.sample(PEOPLE, 2)
        at = rng.choice([None, *(day(step) for step in range(12))])
        status = rng.choice(["won", "won", "lost", "open"])
        value, program = float(rng.randint(1, 99)), rng.choice(PROGRAMS)
        made.append({"id": f"r{number:02}", "ends": (who, whom), "at": at, "status": status, "value": value})
        made[-1] |= {"program": program, "currency": "EUR"}
    return made


@pytest.fixture
def tangled(store: Store, settings: Settings) -> Store:
    nodes(store, "Contact", *PEOPLE)
    for referral in _tangle():
        facts = {name: value for name, value in referral.items() if name != "ends" and value is not None}
        links(store, "REFERRED", "Contact", "Contact", [referral["ends"]], **facts)
    analyze(store, settings)
    return store


def test_referrals_count_alike_everywhere(tangled: Store) -> None:
    table = pl.DataFrame(
        [
            {
                **{name: row[name] for name in ("id", "at", "value")},
                "referrer": f"contact:{row['ends'][0]}",
                "referred": f"contact:{row['ends'][1]}",
                "won": row["status"] == "won",
            }
            for row in _tangle()
        ],
        schema={"id": pl.String, "referrer": pl.String, "referred": pl.String}
        | {"at": pl.Datetime("us", "UTC"), "won": pl.Boolean, "value": pl.Float64},
    )
    trees = referral_trees(table)
    said = referrals(tangled)
    assert [item["key"] for item in referrals(tangled, offset=2, limit=2)["items"]] == [
        item["key"] for item in said["items"][2:4]
    ]
    assert said["total"] == len(referrals(tangled, limit=100)["items"])
    assert said["not_counted"]["later"] > 10
    assert said["not_counted"]["in_circles"] > 0

    levels = by_depth(trees).to_dicts()
    assert said["by_depth"] == levels
    assert tangled.read("referrals/by_depth") == [
        {"step": row["depth"], "referrals": row["referred"], "won": row["won"], "value": row["revenue"]}
        for row in levels
    ]
    assert sum(row["referrals"] for row in tangled.read("referrals/by_program")) == sum(r["referred"] for r in levels)

    everybody = {row["key"]: row for row in totals(trees).to_dicts() if row["referred"]}
    top = tangled.read("referrals/top", limit=100)
    assert {row["key"]: (row["value"], row["own"], row["won"]) for row in top} == {
        key: (row["downstream_revenue"], row["revenue"], row["downstream_won"])
        for key, row in everybody.items()
        if row["downstream_won"]
    }
    for key, row in everybody.items():
        assert len(tangled.read("referrals/tree", key=key, limit=500)) == row["downstream"]

    listed = influencers(tangled, "referrals", limit=100)["items"]
    told = {
        item["key"]: next(reason["params"] for reason in item["reasons"] if reason["code"] == "referrals")
        for item in listed
    }
    assert set(told) == set(everybody)
    for key, row in everybody.items():
        assert (told[key]["count"], told[key]["won"]) == (row["referred"], row["won"])
        assert sum(part["value"] for part in told[key]["sums"]) == row["revenue"]
