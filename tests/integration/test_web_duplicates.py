"""Deciding about duplicates in the web app: the queue, what was merged, and the pages of merged records."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from guanxi.config import Settings
from ingest.identity import decisions
from tests import duplicates
from tests.graph_hash import graph_hash
from tests.integration.test_web_shell import PASSWORD, post
from web import create_app
from web.duplicates import views
from web.login import users


@pytest.fixture
def app(settings: Settings, store: Store, appstore: AppStore) -> Flask:
    duplicates.write(store, appstore)
    for role in ("account_manager", "marketer"):
        users.add(appstore, role, PASSWORD, role)
    return create_app(settings, store=store, appstore=appstore)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return _log_in(app, "account_manager")


def test_only_analysts_and_account_managers_decide(app: Flask, appstore: AppStore) -> None:
    marketer = _log_in(app, "marketer")
    number = _open(appstore)[0]["id"]
    for address in ("/duplicates", "/duplicates/merged"):
        assert marketer.get(address).status_code == 403
    for address in (f"/duplicates/{number}/same", f"/duplicates/merged/{number}/split"):
        assert post(marketer, address).status_code == 403
    assert len(_open(appstore)) == 3


def test_the_likeliest_pair_comes_first_and_later_leads_on(client: FlaskClient) -> None:
    first = client.get("/duplicates").text
    assert "Dora Klein" in first and "Dora Klain" in first and "1 of 3" in first and "94 %" in first
    assert "The names are nearly the same." in first and first.count('class="differ"') == 1
    assert "王芳" in client.get("/duplicates?at=1").text
    assert "Harbour GmbH" in client.get("/duplicates?at=99").text
    assert "Harbour GmbH" in client.get("/duplicates?label=Customer").text
    assert "Dora Klein" in client.get("/duplicates?label=Nonsense&at=-1&last=0").text


def test_merge_and_take_back(client: FlaskClient, store: Store, appstore: AppStore) -> None:
    before = graph_hash(store)
    dora = _open(appstore)[0]["id"]
    answered = post(client, f"/duplicates/{dora}/same", at="0", label="Contact")
    assert answered.location == f"/duplicates?label=Contact&last={dora}"
    page = client.get(answered.location).text
    assert "Dora Klein and Dora Klain are one now." in page and "王芳" in page
    assert decisions.numbered(appstore, dora)["decided_by"] == "account_manager"
    assert store.rows("MATCH (c:Contact {id: 'hs:1'}) RETURN c.city AS city") == [{"city": "Hamburg"}]
    assert post(client, f"/duplicates/{dora}/open").location == "/duplicates"
    assert graph_hash(store) == before
    assert "are one now" not in client.get(f"/duplicates?last={dora}").text
    assert _noted(appstore) == ["duplicates.same", "duplicates.open"]


def test_keep_apart_until_nothing_is_left(client: FlaskClient, appstore: AppStore) -> None:
    for number, pair in enumerate(_open(appstore), start=1):
        page = _follow(client, post(client, f"/duplicates/{pair['id']}/different", at="0"))
        assert "stay apart." in page
        assert ("Nothing to decide" in page) == (number == 3)
    assert _noted(appstore) == ["duplicates.different"] * 3


def test_answers_that_cannot_be_are_refused(client: FlaskClient, store: Store, appstore: AppStore) -> None:
    dora = _open(appstore)[0]["id"]
    for address in (f"/duplicates/{dora}/perhaps", "/duplicates/999/same", "/duplicates/x/same"):
        assert post(client, address).status_code == 404, address
    post(client, f"/duplicates/{dora}/same")
    assert "are merged." in _follow(client, post(client, f"/duplicates/{dora}/different"))
    client.set_cookie("language", "zh")
    assert "已合并。" in _follow(client, post(client, f"/duplicates/{dora}/different"))
    client.delete_cookie("language")
    store.run_alone("MATCH (n:Customer {id: 'sf:c'}) DETACH DELETE n")
    assert "One of these records is no longer there." in client.get("/duplicates?label=Customer").text
    assert _noted(appstore) == ["duplicates.same"]


def test_what_was_merged_can_be_split(client: FlaskClient, store: Store, appstore: AppStore) -> None:
    before = graph_hash(store)
    dora, fang, _ = (pair["id"] for pair in _open(appstore))
    for number in (dora, fang):
        post(client, f"/duplicates/{number}/same")
    listed = client.get("/duplicates/merged").text
    assert "Dora Klain" in listed and "王芳" in listed
    narrowed = client.get("/duplicates/merged?record=contact:sf:1").text
    assert "Dora Klein" in narrowed and "王芳" not in narrowed
    for number in (dora, fang):
        answered = post(client, f"/duplicates/merged/{number}/split")
    assert "They are apart again." in client.get(answered.location).text
    assert graph_hash(store) == before
    assert "is merged with nothing." in _follow(client, post(client, f"/duplicates/merged/{dora}/split"))
    assert _noted(appstore)[2:] == ["duplicates.split"] * 2


def test_what_was_merged_is_paged(client: FlaskClient, appstore: AppStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    for pair in _open(appstore):
        post(client, f"/duplicates/{pair['id']}/same")
    first = client.get("/duplicates/merged").text
    assert "1 to 2 of 3" in first and 'href="/duplicates/merged?offset=2"' in first
    assert "3 to 3 of 3" in client.get("/duplicates/merged?offset=2").text


def test_the_address_of_a_merged_record_leads_to_what_stands_for_it(client: FlaskClient, appstore: AppStore) -> None:
    for pair in _open(appstore):
        post(client, f"/duplicates/{pair['id']}/same")
    assert client.get("/people/contact:sf:1?ties=12").location == "/people/contact:hs:1?ties=12"
    assert client.get("/accounts/sf:c").location == "/accounts/hs:c"
    assert client.get("/influencers/card/customer:sf:c").location == "/influencers/card/customer:hs:c"
    card = client.get("/api/people/contact:sf:1", follow_redirects=True).json or {}
    assert (card["key"], card["name"]) == ("contact:hs:1", "Dora Klein")
    assert [(record["key"], record["name"]) for record in card["records"]] == [
        ("contact:hs:1", "Dora Klein"),
        ("contact:sf:1", "Dora Klain"),
    ]
    account = client.get("/api/accounts/sf:c", follow_redirects=True).json or {}
    assert [record["id"] for record in account["records"]] == ["hs:c", "sf:c"]
    assert client.get("/people/contact:nobody").status_code == 404


def test_the_page_tells_which_records_somebody_stands_for(app: Flask, client: FlaskClient, appstore: AppStore) -> None:
    assert "Merged from" not in client.get("/people/contact:hs:1").text
    for pair in _open(appstore):
        post(client, f"/duplicates/{pair['id']}/same")
    for address in ("/people/contact:hs:1", "/accounts/hs:c"):
        page = client.get(address).text
        assert "Merged from 2 records" in page and "· sf:" in page
        assert 'href="/duplicates/merged?record=c' in page
        assert "Merged from 2 records" in _log_in(app, "marketer").get(address).text
    assert "/duplicates/merged" not in _log_in(app, "marketer").get("/people/contact:hs:1").text


def _log_in(app: Flask, role: str) -> FlaskClient:
    client = app.test_client()
    post(client, "/login", name=role, password=PASSWORD)
    return client


def _follow(client: FlaskClient, answer: TestResponse) -> str:
    return client.get(answer.location or "").text


def _open(appstore: AppStore) -> list[dict]:  # type: ignore[type-arg]
    return decisions.listed(appstore, status=decisions.OPEN)


def _noted(appstore: AppStore) -> list[str]:
    """What the audit log says of duplicates, in order."""
    query = select(AuditEntry.action).where(AuditEntry.action.startswith("duplicates.")).order_by(AuditEntry.id)
    with appstore.session() as session:
        return list(session.scalars(query))
