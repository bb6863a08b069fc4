"""The pages and the API of accounts and people, on the tiny company."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.analysis.run import analyze
from graph.reports import accounts
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.identity.merging import join
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


def test_pages_of_an_account_show_everything_and_trust_nothing(client: FlaskClient) -> None:
    tabs = ("overview", "people", "timeline", "business", "connections")
    page = "".join(client.get(f"/accounts/1?tab={tab}").text for tab in tabs)
    for text in (
        "Harbour Robotics",
        "Tom Lee",
        "Anna Larsen",
        "€90,000",
        "Gripper arm",
        "30 Jun 2025",
        "Budget holder",
    ):
        assert text in page, text
    for text in ("365 days to renewal", "Health fell", "100% rests on Anna Larsen", "Only 1 person has a warm tie"):
        assert (text in page) == (text != "Health fell"), text
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert "Bo &lt;b&gt;Nielsen" in page
    printed = client.get("/accounts/1/print").text
    assert "Health and its parts" in printed and "Anna Larsen" in printed


def test_my_accounts_are_those_of_the_employee_with_my_name(settings: Settings, client: FlaskClient) -> None:
    users.add(client.application.extensions["guanxi"].appstore, "tom lee", PASSWORD, "account_manager")
    post(client, "/logout")
    post(client, "/login", name="tom lee", password=PASSWORD)
    mine = client.get("/accounts").text
    assert "My accounts" in mine and "Harbour Robotics" in mine and "江南茶业" not in mine
    everything = client.get("/accounts?whose=all&sort=churn").text
    assert "江南茶业" in everything
    assert "No account is like that" in client.get("/accounts?band=poor").text
    table = client.get("/accounts?format=csv").text
    assert table.splitlines()[1].startswith("1,Harbour Robotics,Tom Lee,")


def test_ways_to_be_introduced_and_who_is_meant(client: FlaskClient) -> None:
    ask = "/accounts/1?tab=connections&to="
    assert "李伟 knows 王芳 already." in client.get(ask + "王芳").text
    assert "Tom Lee knows Anna Larsen, who knows 王芳." in client.get(ask + "contact:2").text
    assert "Nobody is called that." in client.get(ask + "Nobody").text
    assert "Name a person there" in client.get(ask + "customer:2").text
    assert "already" in client.get("/people/contact:2?to=contact:2").text


def test_a_guess_is_confirmed_on_the_page(client: FlaskClient, store: Store) -> None:
    run = store.rows("MATCH (r:AnalysisRun) RETURN r.id AS id")[0]["id"]
    row = {"a": "contact:1", "b": "contact:2", "kind": "friend", "confidence": 0.5, "evidence": "[]"}
    store.write("analysis/write_relations", run=run, rows=[row])
    page = "/accounts/2?tab=connections"
    assert "Confirm that Anna Larsen and 王芳" in client.get(page).text
    post(client, "/relations", one="contact:2", other="contact:1", kind="friend", answer="confirm")
    assert "confirmed" in client.get(page).text and "Confirm that" not in client.get(page).text


def test_maps_of_merged_records_lead_on(client: FlaskClient, store: Store) -> None:
    join(store, [["customer:1", "customer:2"]])
    answer = client.get("/api/accounts/2/map")
    assert (answer.status_code, answer.location) == (302, "/api/accounts/1/map")


def test_person_and_tie_pages_explain_the_tie(client: FlaskClient) -> None:
    person = client.get("/people/contact:1").text
    assert "/people/contact:1/ties/employee:1" in person and "strong" in person
    tie = client.get("/people/contact:1/ties/employee:1").text
    assert "Anna Larsen and Tom Lee" in tie and tie.count("<time") == 30
    assert client.get("/people/contact:1/ties/contact:3").status_code == 404


def test_pages_are_chinese_for_those_who_read_it(client: FlaskClient) -> None:
    client.set_cookie("language", "zh")
    page = client.get("/accounts/1?tab=business").text + client.get("/accounts/1?tab=people").text
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
