"""Logging in, roles, protection against other sites, languages, and pages for errors."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import GraphConfig, Settings
from tests.company import load_company
from web import create_app
from web.login import users

PASSWORD = "a long password"

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def app(settings: Settings, store: Store, appstore: AppStore) -> Flask:
    for role in ("marketer", "account_manager", "analyst", "admin"):
        users.add(appstore, role, PASSWORD, role)
    return create_app(settings, store=store, appstore=appstore)


@pytest.fixture
def browse(app: Flask) -> Browse:
    """A browser in which a user of this role has logged in."""

    def log_in(role: str) -> FlaskClient:
        client = app.test_client()
        answer = post(client, "/login", name=role, password=PASSWORD)
        assert answer.status_code == 302, answer.text
        return client

    return log_in


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/login", follow_redirects=True).text)
    assert found
    return found[1]


def post(client: FlaskClient, path: str, **form: str):  # type: ignore[no-untyped-def]
    return client.post(path, data={**form, "csrf_token": token(client)}, headers={"Referer": f"http://localhost{path}"})


def _filled(rule: str) -> str:
    """An address that fits a rule."""
    first = re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<int:[^>]+>", "1", rule))
    return re.sub(r"<[^>]+>", "x", first)


def test_an_answer_sends_a_session_only_where_it_changed_it(browse: Browse) -> None:
    client = browse("analyst")
    client.get("/accounts")
    assert "Set-Cookie" not in client.get("/accounts").headers


def test_every_page_needs_a_log_in_unless_it_is_public(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in ("static", "login.log_in", "live.events"):
            continue
        path = _filled(rule.rule)
        answer = client.get(path)
        assert answer.status_code == (401 if path.startswith("/api/") else 302), rule
        if answer.status_code == 302:
            assert answer.location.startswith("/login"), rule
    with client.get("/static/css/app.css") as sheet:
        assert sheet.status_code == 200


def test_wrong_names_and_passwords_are_told_alike_and_limited(app: Flask) -> None:
    client = app.test_client()
    answers = [post(client, "/login", name=name, password="wrong") for name in ("admin", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert "The name or the password is wrong." in answers[0].text
    codes = [post(client, "/login", name="admin", password="wrong").status_code for _ in range(9)]
    assert codes[-1] == 429 and codes[0] == 401


@pytest.mark.parametrize(
    ("wanted", "lands"),
    [
        ("/accounts?industry=Food", "/accounts?industry=Food"),
        ("https://evil.example/", "/"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http:///evil.example", "/"),
    ],
)
def test_log_in_goes_on_only_to_pages_of_its_own(app: Flask, wanted: str, lands: str) -> None:
    client = app.test_client()
    form = {"name": "admin", "password": PASSWORD, "csrf_token": token(client)}
    assert client.post("/login", query_string={"next": wanted}, data=form).location == lands


def test_forms_without_a_token_change_nothing(app: Flask, browse: Browse) -> None:
    client = browse("admin")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            answer = client.post(_filled(rule.rule), data={"language": "zh"})
            assert answer.status_code == 400, rule
    assert client.get("/accounts").status_code == 200


def test_roles(browse: Browse) -> None:
    for role, console, quarantine in (
        ("marketer", 403, 403),
        ("account_manager", 403, 403),
        ("analyst", 200, 200),
        ("admin", 200, 200),
    ):
        client = browse(role)
        assert client.get("/console").status_code == console, role
        assert client.get("/data/quarantine").status_code == quarantine, role
        assert (">Console<" in client.get("/accounts").text) == (console == 200), role


def test_headers_keep_strangers_out(browse: Browse) -> None:
    client = browse("admin")
    for path in ("/accounts", "/api/accounts", "/nothing", "/static/css/app.css"):
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert client.get("/accounts").headers["Cache-Control"] == "no-store"
    cookie = client.get_cookie("guanxi")
    assert cookie and cookie.http_only and cookie.same_site == "Lax"


def test_pages_carry_no_inline_style_or_script(browse: Browse, store: Store) -> None:
    load_company(store)
    client = browse("admin")
    for path in ("/accounts", "/accounts/1", "/people/contact:1", "/search?q=a", "/data", "/password"):
        text = client.get(path).text
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", text), path
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), path


def test_new_password_ends_other_sessions(browse: Browse) -> None:
    here, there = browse("marketer"), browse("marketer")
    assert post(here, "/password", old="wrong", new="another password").status_code == 422
    assert post(here, "/password", old=PASSWORD, new="short").status_code == 422
    assert post(here, "/password", old=PASSWORD, new="another password").status_code == 302
    assert here.get("/accounts").status_code == 200
    assert there.get("/accounts").status_code == 302


def test_disabled_users_are_out_at_once(browse: Browse, appstore: AppStore) -> None:
    client = browse("marketer")
    users.disable(appstore, "marketer")
    assert client.get("/accounts").status_code == 302


def test_language_is_kept_for_the_user(browse: Browse) -> None:
    assert post(browse("analyst"), "/preferences", language="zh").status_code == 302
    page = browse("analyst").get("/accounts").text
    assert '<html lang="zh-Hans"' in page and ">Accounts<" not in page
    assert '<html lang="en"' in browse("admin").get("/accounts").text


def test_errors_are_pages_for_people_and_json_for_programs(browse: Browse) -> None:
    client = browse("admin")
    page = client.get("/accounts/none")
    assert page.status_code == 404 and "There is no account" in page.text
    answer = client.get("/api/accounts/none")
    assert answer.status_code == 404 and set(answer.json or {}) == {"message", "hint"}
    wrong = client.get("/api/accounts?sort=x&limit=0")
    assert wrong.status_code == 422 and "sort" in (wrong.json or {})["hint"]


def test_pages_say_so_when_neo4j_is_down(appstore: AppStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANXI_GRAPH_PASSWORD", "x")
    users.add(appstore, "admin", PASSWORD, "admin")
    client = create_app(Settings(graph=GraphConfig(uri="bolt://127.0.0.1:1")), appstore=appstore).test_client()
    assert post(client, "/login", name="admin", password=PASSWORD).status_code == 302
    page = client.get("/accounts")
    assert page.status_code == 503 and "cannot be reached" in page.text and "Traceback" not in page.text
    assert client.get("/api/accounts").status_code == 503


def test_nothing_loaded_says_what_to_do(browse: Browse) -> None:
    client = browse("admin")
    for path in ("/accounts", "/data"):
        assert "guanxi ingest" in client.get(path).text, path


def test_first_user_is_made_once(appstore: AppStore, settings: Settings) -> None:
    name, password = users.make_first_user(appstore, settings.home)
    assert name == "admin" and password
    assert users.authenticate(appstore, name, password)
    assert users.make_first_user(appstore, settings.home) == ("admin", None)
    assert (settings.home / "first-password").stat().st_mode & 0o077 == 0
