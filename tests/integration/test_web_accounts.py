"""The pages and the API of accounts and people, on the tiny company."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.analysis.run import analyze
from graph.reports import accounts
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from tests.company import load_company
from tests.integration.test_web_shell import PASSWORD, post
from web import create_app
from web.login import users


@pytest.fixture
def client(settings: Settings, store: Store, appstore: AppStore) -> FlaskClient:
    load_company(store)
    analyze(store, settings)
    users.add(appstore, "ann", PASSWORD, "account_manager")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    post(client, "/login", name="ann", password=PASSWORD)
    return client


def test_list_filters_and_sorts_by_its_address(client: FlaskClient) -> None:
    page = client.get("/accounts?industry=Food&sort=tie").text
    assert "江南茶业" in page and "Harbour Robotics" not in page
    assert "No account is like that" in client.get("/accounts?text=nobody").text
    assert client.get("/accounts?sort=nonsense&offset=-3").status_code == 200


def test_account_page_shows_everything_and_trusts_nothing(client: FlaskClient) -> None:
    page = client.get("/accounts/1").text
    for text in ("Harbour Robotics", "Tom Lee", "Anna Larsen", "€90,000", "Gripper arm", "30 Jun 2025"):
        assert text in page, text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert "Bo &lt;b&gt;Nielsen" in page


def test_person_and_tie_pages_explain_the_tie(client: FlaskClient) -> None:
    person = client.get("/people/contact:1").text
    assert "/people/contact:1/ties/employee:1" in person and "strong" in person
    tie = client.get("/people/contact:1/ties/employee:1").text
    assert "Anna Larsen and Tom Lee" in tie and tie.count("<time") == 30
    assert client.get("/people/contact:1/ties/contact:3").status_code == 404


def test_pages_are_chinese_for_those_who_read_it(client: FlaskClient) -> None:
    client.set_cookie("language", "zh")
    page = client.get("/accounts/1").text
    assert "2025年6月30日" in page and "强" in page and "Contracts" not in page


def test_api_gives_what_the_reports_give(client: FlaskClient, store: Store) -> None:
    assert client.get("/api/accounts?sort=last").json == accounts.listing(store, sort="last")
    assert (client.get("/api/accounts/1").json or {})["contacts"][0]["known_by"] == "Tom Lee"
    card = client.get("/api/people/contact:2").json or {}
    assert (card["name"], card["account_id"]) == ("王芳", "2")
    found = client.get("/api/search?q=王芳").json or {}
    assert found["items"] == [
        {
            "kind": "contact",
            "key": "contact:2",
            "name": "王芳",
            "detail": "采购经理 · 江南茶业",
            "opted_out": False,
            "url": "/people/contact:2",
        }
    ]
    assert "/api/accounts" in (client.get("/api/openapi.json").json or {})["paths"]
