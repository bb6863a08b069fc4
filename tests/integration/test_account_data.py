"""What analyses read: by account, and nothing that was not yet known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from graph.analysis.account_data import INPUTS, AccountData
from graph.store import Store
from guanxi.config import Settings
from tests.integration.analysis_graph import day, links, message, nodes

FRAMES = (
    "customers", "people", "employments", "owners", "managers", "relations", "interactions", "participations",
    "dealings", "purchases", "orders", "products", "contracts", "feedback", "deals", "deal_parts", "referrals", "ties",
)  # fmt: skip


def company(store: Store, until: datetime) -> None:
    """Two accounts, as they were entered until a moment."""

    def event(label: str, name: str, at: datetime, **properties: Any) -> bool:
        if at <= until:
            nodes(store, label, name, **{"at": at, **properties})
        return at <= until

    nodes(store, "Customer", "rhine", created_at=day(0))
    nodes(store, "Customer", "elbe")
    if until >= day(60):
        nodes(store, "Customer", "late", created_at=day(60))
    nodes(store, "Contact", "anna", "ben", "cora")
    nodes(store, "Employee", "eve")
    nodes(store, "Product", "gear")
    links(store, "WORKS_AT", "Contact", "Customer", [("anna", "rhine"), ("ben", "rhine")])
    links(store, "WORKS_AT", "Contact", "Customer", [("anna", "elbe")], since=date(2024, 1, 1))
    if until >= day(40):
        links(store, "WORKS_AT", "Contact", "Customer", [("cora", "elbe")], since=day(40).date())
    links(store, "OWNS", "Employee", "Customer", [("eve", "rhine")])
    for number, at in enumerate((day(1), day(20), day(50))):
        if at <= until:
            parts = {"employee:eve": "organiser", "contact:anna": "attendee", "contact:ben": "attendee"}
            message(store, f"m{number}", at, parts, channel="meeting")
            links(store, "ABOUT", "Interaction", "Customer", [(f"m{number}", "rhine")])
        if event("Purchase", f"p{number}", at, amount=10.0, currency="EUR"):
            links(store, "MADE", "Contact", "Purchase", [("anna", f"p{number}")])
            links(store, "OF", "Purchase", "Product", [(f"p{number}", "gear")])
        if event("Feedback", f"f{number}", at, kind="nps", score=9.0):
            links(store, "GAVE", "Person", "Feedback", [("contact:ben", f"f{number}")])
        if at <= until:
            nodes(store, "Contract", f"k{number}", starts_on=at.date(), ends_on=date(2025, 1, 1), value=5.0)
            links(store, "SIGNED", "Customer", "Contract", [("rhine", f"k{number}")])
            nodes(store, "Deal", f"d{number}", created_at=at, status="open")
            links(store, "NEGOTIATES", "Customer", "Deal", [("rhine", f"d{number}")])
            links(store, "REFERRED", "Contact", "Customer", [("ben", "elbe")], id=f"r{number}", at=at, status="won")


def frames(store: Store, settings: Settings) -> dict[str, pl.DataFrame]:
    data = AccountData(store, settings, day(30))
    return {name: getattr(data, name) for name in FRAMES}


def test_what_came_later_is_not_there(store: Store, settings: Settings) -> None:
    company(store, day(30))
    then = frames(store, settings)
    store.run_alone("MATCH (n) DETACH DELETE n")
    company(store, day(100))
    later = frames(store, settings)
    for name in FRAMES:
        assert_frame_equal(later[name], then[name], check_row_order=False, abs_tol=1e-9)
        assert then[name].height or name in ("managers", "relations", "deal_parts"), name
    assert then["interactions"].height == 2
    now = AccountData(store, settings, day(100))
    assert (now.interactions.height, now.customers.height, now.referrals.height) == (3, 3, 3)
    assert now.fingerprint() != AccountData(store, settings, day(30)).fingerprint()
    assert now.fingerprint() == AccountData(store, settings, day(100)).fingerprint()
    assert set(INPUTS) <= set(FRAMES)


def test_an_interaction_belongs_to_where_its_people_work(store: Store, settings: Settings) -> None:
    company(store, day(30))
    data = AccountData(store, settings, day(30))
    found = data.dealings.select("customer", "interaction", "theirs", "ours").rows()
    assert found == [("elbe", "m0", 1, 1), ("elbe", "m1", 1, 1), ("rhine", "m0", 2, 1), ("rhine", "m1", 2, 1)]
    assert data.purchases["customer"].unique().to_list() == ["elbe"]  # anna's first employer, by id
    assert data.feedback["customer"].unique().to_list() == ["rhine"]


def test_ties_are_those_of_the_graph(store: Store, settings: Settings) -> None:
    from graph.analysis.ties import update_ties

    company(store, day(100))
    update_ties(store, settings)
    known = {
        (row["a"], row["b"]): row["strength"]
        for row in store.rows(
            "MATCH (a:Person)-[k:KNOWS]->(b:Person) RETURN a.key AS a, b.key AS b, k.strength AS strength"
        )
    }
    found = AccountData(store, settings, day(50)).ties
    assert {(a, b): s for a, b, s in found.select("a", "b", "strength").rows()} == pytest.approx(known)
