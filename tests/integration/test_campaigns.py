"""Campaign lists: who sees them, who is on them after merging and opting out, and what their files hold."""

from __future__ import annotations

import pytest
from flask import Flask

from graph.analysis.run import analyze
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from tests.integration.test_influence import company
from tests.integration.test_web_duplicates import _log_in
from tests.integration.test_web_shell import PASSWORD, post
from web import create_app
from web.login import users


@pytest.fixture
def app(settings: Settings, store: Store, appstore: AppStore) -> Flask:
    company(store)
    store.run_alone("MATCH (p:Contact {id: 'ben'}) SET p.name = '=1+1', p.email = 'ben@example.com'")
    analyze(store, settings)
    for role in ("marketer", "analyst", "account_manager"):
        users.add(appstore, role, PASSWORD, role)
    return create_app(settings, store=store, appstore=appstore)


def test_a_list_is_shared_with_a_role_and_outlives_merging(app: Flask, store: Store) -> None:
    marketer, analyst, manager = (_log_in(app, role) for role in ("marketer", "analyst", "account_manager"))
    answer = post(marketer, "/campaigns", aim="reach", k="3", name="Launch", shared="analyst")
    address = str(answer.location).partition("?")[0]
    page = marketer.get(address).text
    assert "Launch" in page and "ben@example.com" in page and "Kim" not in page  # kim opted out
    assert "'=1+1" in marketer.get(f"{address}?format=csv").text

    assert analyst.get(address).status_code == 200
    assert "Launch" in analyst.get("/campaigns").text
    assert post(analyst, address, name="Mine", shared="private").status_code == 404
    assert manager.get(address).status_code == 404
    assert "Launch" not in manager.get("/campaigns").text
    assert post(marketer, address, name="Launch", shared="nobody").status_code == 400

    store.run_alone("MATCH (p:Contact {id: 'ben'}) SET p.id = 'crm', p.key = 'contact:crm', p.opted_out = true")
    store.run_alone("MATCH (p:Contact {id: 'crm'}) CREATE (:Original {key: 'contact:ben'})<-[:STANDS_FOR]-(p)")
    page = marketer.get(address).text
    assert "/people/contact:crm" in page
    assert "1 person has opted out since" in page
    assert "ben@example.com" not in page
    assert "'=1+1" not in marketer.get(f"{address}?format=csv").text


def test_the_list_and_the_api_know_the_same_aims(app: Flask, settings: Settings) -> None:
    marketer = _log_in(app, "marketer")
    for aim in ("reach", "referrals", "bridge", "authority", "closeness", "connections"):
        listed = marketer.get(f"/api/influencers?aim={aim}&limit=3&city=Rome").get_json()
        assert listed["items"], aim
        assert {item["account_id"] for item in listed["items"]} <= {"iness", "jans", "kims", "leas"}
        assert marketer.get(f"/influencers?aim={aim}&k=3&city=Rome").status_code == 200
    assert marketer.get("/api/influencers?aim=fame").status_code == 422
    reached = marketer.get("/api/reach?key=contact:ben&key=contact:nobody").get_json()["items"]
    assert [item["key"] for item in reached] == ["contact:ben"]
    assert reached[0]["chance"] == sorted(reached[0]["chance"], reverse=True)
    assert "Nobody can be chosen" in marketer.get("/influencers/panel?industry=none").text
    both = marketer.get("/influencers/compare?compare=contact:ben,contact:lea").text
    assert "Both together are expected to reach" in both
    assert marketer.get("/influencers/compare?compare=contact:ben").status_code == 400
    for address in ("/clusters", "/clusters/0", "/clusters/0/suggestion", "/referrals", "/referrals/contact:anna"):
        assert marketer.get(address).status_code == 200, address
    assert marketer.get("/clusters/99").status_code == 404
