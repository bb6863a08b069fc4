"""What the screen Explore is told: neighbours by kind, places that stay, paths, and ties as they were."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.analysis.ties import update_ties
from graph.reports.explore import Asked, Opened, Way, gathered, kinds, scene
from graph.reports.ties_then import ties_then
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import NotFoundError, UsageError
from tests.company import load_company
from web import create_app
from web.login import users


@pytest.fixture
def star(store: Store) -> Store:
    """Somebody who knows sixty contacts and two of us, at an account with a linked one, and referred by another."""
    store.run_alone(
        """
        CREATE (c:Customer {id: '1', name: 'Acme', industry: 'Steel', region: 'North'}),
               (d:Customer {id: '2', name: 'Bolt'}),
               (p:Contact:Person {id: 'hub', key: 'contact:hub', name: 'Hub', opted_out: true}),
               (q:Contact:Person {id: 'far', key: 'contact:far', name: 'Far'}),
               (run:AnalysisRun {id: 'r', at: datetime()}),
               (p)-[:WORKS_AT]->(c), (q)-[:WORKS_AT]->(c), (q)-[:REFERRED {id: 'x'}]->(p),
               (c)-[:LINKED {strength: 40.0, run: 'r'}]->(d)
        FOREACH (n IN range(1, 60) |
          CREATE (p)<-[:KNOWS {strength: toFloat(n)}]-
                 (:Contact:Person {id: toString(n), key: 'contact:' + n, name: 'N' + n}))
        FOREACH (n IN range(1, 2) |
          CREATE (p)-[:KNOWS {strength: 50.0 * n}]->
                 (e:Employee:Person {id: toString(n), key: 'employee:' + n, name: 'E' + n})
          CREATE (e)<-[:KNOWS {strength: 60.0}]-(q))
        """
    )
    return store


def test_neighbours_are_counted_by_kind_and_come_strongest_first(star: Store) -> None:
    counts = {row["kind"]: row["count"] for row in kinds(star, "contact:hub")}
    assert counts == {"knows": 60, "us": 2, "account": 1, "colleagues": 1, "referred_by": 1}
    assert {row["kind"]: row["count"] for row in kinds(star, "customer:1")} == {"us": 2, "people": 2, "linked": 1}
    for key in ("contact:hub", "customer:1", "customer:2", "contact:far", "employee:1"):
        for row in kinds(star, key):
            shown = scene(star, Asked([key], opened=[Opened(key, row["kind"])]))["opened"][0]
            assert (shown["total"], len(shown["keys"])) == (row["count"], min(25, row["count"])), (key, row)
    knows = scene(star, Asked(["contact:hub"], opened=[Opened("contact:hub", "knows")]))
    assert knows["opened"][0]["keys"] == [f"contact:{n}" for n in range(60, 35, -1)]
    assert knows["ties"]["strength"][0] == 60 and len(knows["people"]["key"]) == 26
    with pytest.raises(NotFoundError):
        kinds(star, "contact:nobody")
    with pytest.raises(UsageError):
        Asked(["contact:hub"], opened=[Opened("contact:hub", "enemies")])


def test_nobody_moves_or_stands_on_another_when_more_is_asked_for(star: Store) -> None:
    some = gathered(star, Asked(["contact:hub"], opened=[Opened("contact:hub", "knows", 25)])).places
    pinned = {"contact:far": (5000.0, 1.0)}
    opened = [Opened("contact:hub", "knows", 50), Opened("contact:hub", "account"), Opened("customer:1", "people")]
    more = gathered(star, Asked(["contact:hub"], opened=opened)).places
    assert {key: more[key] for key in some} == some
    places = list(more.values())
    nearest = min(hypot(a[0] - b[0], a[1] - b[1]) for i, a in enumerate(places) for b in places[:i])
    assert nearest > 50
    assert gathered(star, Asked(["contact:hub"], pinned, opened)).places["contact:far"] == (5000.0, 1.0)


def test_whoever_is_moved_takes_along_whom_they_brought_and_nobody_else(star: Store) -> None:
    opened = [Opened("contact:hub", "knows", 50), Opened("contact:hub", "account"), Opened("customer:1", "people")]
    before = gathered(star, Asked(["contact:hub"], opened=opened)).places
    x, y = before["customer:1"]
    pinned = {"customer:1": (x + 300, y), "contact:60": (7.0, 7.0)}
    after = gathered(star, Asked(["contact:hub"], pinned, opened)).places
    assert after["contact:60"] == (7.0, 7.0)
    assert after["contact:far"] == pytest.approx((before["contact:far"][0] + 300, before["contact:far"][1]))
    assert {key for key in before if after[key] != before[key]} == {"customer:1", "contact:far", "contact:60"}


def test_paths_pass_nobody_who_opted_out_and_who_is_gone_is_named(star: Store) -> None:
    found = scene(star, Asked(["contact:1", "contact:gone"], ways=[Way("contact:1", "contact:far")]))
    assert found["ways"][0]["paths"] == [] and found["ways"][0]["error"]
    assert found["missing"] == ["contact:gone"]
    star.run_alone("MATCH (p:Contact {id: 'hub'}) SET p.opted_out = false")
    for by in ("strength", "steps"):
        way = scene(star, Asked(["contact:1"], ways=[Way("contact:1", "contact:far", by)]))["ways"][0]
        assert [person["key"] for person in way["paths"][0]["people"]] == [
            "contact:1", "contact:hub", "employee:2", "contact:far",
        ]  # fmt: skip


def test_ties_as_they_were_end_as_they_are(store: Store, settings: Settings) -> None:
    load_company(store)
    update_ties(store, settings)
    then = ties_then(store, settings, ["contact:1", "contact:2", "employee:1"])
    now = {
        (row["a"], row["b"]): row["strength"]
        for row in store.rows("MATCH (a)-[k:KNOWS]->(b) RETURN a.key AS a, b.key AS b, k.strength AS strength")
    }
    assert then["moments"] == sorted(then["moments"]) and then["moments"][-1] == "2024-06-30"
    assert len(then["pairs"]) > 1
    for pair, strengths in zip(then["pairs"], then["strengths"], strict=True):
        assert strengths[-1] == pytest.approx(now[tuple(pair)], abs=0.6)
        assert len(strengths) == len(then["moments"]) and min(strengths) >= 0
    assert ties_then(store, settings, ["contact:1"])["moments"] == []


@pytest.fixture
def client(star: Store, settings: Settings, appstore: AppStore) -> Iterator[FlaskClient]:
    users.add(appstore, "ann", "a long password", "account_manager")
    client = create_app(settings, store=star, appstore=appstore).test_client()
    text = client.get("/login").text
    token = text.split('name="csrf-token" content="')[1].split('"')[0]
    client.post("/login", data={"name": "ann", "password": "a long password", "csrf_token": token})
    yield client


def test_the_address_is_read_and_refused(client: FlaskClient) -> None:
    def get(path: str) -> dict[str, Any]:
        return client.get(path).json or {}

    found = get("/api/explore?roots=contact:hub&open=contact:hub~knows~25,contact:hub~account~1&pin=contact:far~10~20")
    assert len(found["people"]["key"]) == 28 and found["people"]["industry"].count("Steel") == 3
    assert get("/api/explore/kinds/customer:1")["kinds"][0] == {"kind": "us", "count": 2}
    assert get("/api/explore/then?roots=contact:hub")["pairs"] == []
    assert client.get("/api/explore?open=contact:hub~knows~x").status_code == 400
    page = client.get("/explore").text
    assert "Acme" in page and 'style="' not in page
