"""What people write and keep for each other: comments on people and accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from guanxi.config import Settings
from tests.company import load_company
from tests.integration.test_web_shell import PASSWORD, post
from web import create_app
from web.live.broadcaster import broadcaster
from web.login import users

HTMX = {"HX-Request": "true"}


@pytest.fixture
def app(settings: Settings, store: Store, appstore: AppStore) -> Flask:
    load_company(store)
    for name, role in (("mia", "marketer"), ("max", "marketer"), ("ann", "account_manager")):
        users.add(appstore, name, PASSWORD, role)
    return create_app(settings, store=store, appstore=appstore)


def log_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert post(client, "/login", name=name, password=PASSWORD).status_code == 302
    return client


def test_comments_are_written_changed_deleted_and_brought_back_by_their_author(
    app: Flask, store: Store, appstore: AppStore
) -> None:
    mia, ann = log_in(app, "mia"), log_in(app, "ann")

    assert post(mia, "/comments", subject="contact:2", text="<b>会说</b>\nNorwegian").status_code == 302
    shown = ann.get("/comments?subject=contact:2").text
    assert "&lt;b&gt;会说&lt;/b&gt;\nNorwegian" in shown and ">mia<" in shown and "Edit" not in shown
    for path in ("/comments/1", "/comments/1/delete"):
        assert post(ann, path, text="mine").status_code == 404

    assert post(mia, "/comments/1", text="Speaks Norwegian").status_code == 302
    assert "changed" in ann.get("/comments?subject=contact:2").text
    assert post(mia, "/comments/1", text=" ").status_code == 400
    assert post(mia, "/comments", subject="contact:none", text="Whom?").status_code == 404

    form = {"csrf_token": _token(mia), "shown": "contact:2"}
    answer = mia.post("/comments/1/delete", data=form, headers=HTMX).text
    assert "Nobody has written anything yet" in answer
    was = re.search(r'name="was" value="([^"]+)"', answer)
    assert was
    assert post(ann, "/comments/undo", was=was[1]).status_code == 400
    assert post(mia, "/comments/undo", was=was[1]).status_code == 302
    assert "Speaks Norwegian" in ann.get("/comments?subject=contact:2").text

    with appstore.session() as session:
        noted = [(e.action, e.detail) for e in session.scalars(select(AuditEntry)) if "comment" in e.action]
    assert [action for action, _ in noted] == ["comment.add", "comment.change", "comment.delete", "comment.undelete"]
    assert all(detail == {"subject": "contact:2"} for _, detail in noted)


def test_comments_follow_a_record_that_is_merged(app: Flask, store: Store) -> None:
    mia = log_in(app, "mia")
    post(mia, "/comments", subject="contact:3", text="Likes tea")
    store.run_alone(
        "MATCH (p:Contact {id: '1'}), (q:Contact {id: '3'}) DETACH DELETE q"
        " CREATE (p)-[:STANDS_FOR]->(:Original {key: 'contact:3', id: '3', label: 'Contact'})"
    )

    post(mia, "/comments", subject="contact:3", text="Likes coffee, too")

    shown = mia.get("/comments?subject=contact:1").text
    assert shown.index("Likes coffee, too") < shown.index("Likes tea")
    assert mia.get("/comments?subject=contact:3").text.count('<p class="text"') == 2


def test_open_pages_are_told_what_changes_until_they_log_out(app: Flask, appstore: AppStore) -> None:
    mia, ann = log_in(app, "mia"), log_in(app, "ann")
    stream = iter(mia.get("/events").response)
    assert "retry" in _next(stream)
    seen = re.search(r"id: (\S+)\nevent: seen", _next(stream))
    assert seen

    post(ann, "/comments", subject="contact:1", text="Call her")
    assert '"changed": ["comments"]' in _next(stream)

    missed = iter(mia.get("/events", headers={"Last-Event-ID": seen[1]}).response)
    assert "retry" in _next(missed) and '"changed": ["comments"]' in _next(missed)

    for _ in range(3):
        ann.get("/events")
    assert post(mia, "/logout").status_code == 302
    assert next(stream, None) is None and next(missed, None) is None


def test_a_page_too_many_ends_the_oldest_of_the_same_user(app: Flask) -> None:
    mia = log_in(app, "mia")
    streams = [iter(mia.get("/events").response) for _ in range(4)]
    for stream in streams:
        _next(stream)
    _next(iter(mia.get("/events").response))

    assert next(streams[0], None) is None
    assert "seen" in _next(streams[1])


def test_streams_end_with_the_app(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    mia = log_in(app, "mia")
    stream = iter(mia.get("/events").response)
    assert "retry" in _next(stream) and "seen" in _next(stream)

    broadcaster(app).close()
    assert next(stream, None) is None
    assert mia.get("/events").status_code == 204
    assert app.test_client().get("/events").status_code == 204
    assert not caplog.records


def _next(stream: Iterator[bytes]) -> str:
    return next(stream).decode()


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/accounts").text)
    assert found
    return found[1]


def test_saved_views_are_seen_by_those_they_are_shared_with_alone(app: Flask, store: Store) -> None:
    mia, max_, ann = (log_in(app, name) for name in ("mia", "max", "ann"))
    address = "/influencers?reading=degree&person=contact:3"
    kept = post(mia, "/views", name="My market", address=address, shared="private")
    assert kept.location == address
    assert post(mia, "/views", name="x", address="https://evil.example/", shared="private").status_code == 400
    assert post(mia, "/views", name="x", address="/api/search?q=a", shared="private").status_code == 400
    assert post(mia, "/views", name="x", address=address, shared="nobody").status_code == 400

    assert mia.get("/views/1").location == address
    assert [client.get("/views/1").status_code for client in (max_, ann)] == [404, 404]
    assert "My market" not in max_.get("/accounts").text and "My market" in mia.get("/accounts").text
    for path in ("/views/1", "/views/1/delete"):
        assert post(max_, path, name="Mine", shared="private").status_code == 404

    post(mia, "/views/1", name="Our market", shared="marketer")
    assert [client.get("/views/1").status_code for client in (max_, ann)] == [302, 404]
    post(mia, "/views/1", name="Our market", shared="everybody")
    assert ann.get("/views/1").status_code == 302

    was = re.search(r'name="was" value="([^"]+)"', post(mia, "/views/1/delete").text)
    assert was and ann.get("/views/1").status_code == 404
    post(mia, "/views/undo", was=was[1])
    assert ann.get("/views/1").location == address

    store.run_alone(
        "MATCH (p:Contact {id: '1'}), (q:Contact {id: '3'}) DETACH DELETE q"
        " CREATE (p)-[:STANDS_FOR]->(:Original {key: 'contact:3', id: '3', label: 'Contact'})"
    )
    assert mia.get("/views/1").location == "/influencers?reading=degree&person=contact:1"


def test_each_view_shows_the_cypher_that_it_ran(app: Flask, appstore: AppStore) -> None:
    users.add(appstore, "ada", PASSWORD, "analyst")
    ann, ada = log_in(app, "ann"), log_in(app, "ada")

    page = ann.get("/people/contact:2").text
    assert 'data-query="people/ties"' in page and "&#34;contact:2&#34;" in page
    assert "screens/freshness" not in page and "Newest interaction 30 Jun 2024" in page
    assert "/console" not in page
    assert "/console?query=people/ties&amp;p.key=contact:2" in ada.get("/people/contact:2").text

    answer = ann.get("/api/search?q=harbour")
    assert "screens/search" in answer.headers["X-Guanxi-Queries"] and "harbour" not in str(answer.headers)
    listed = ann.get("/queries?names=people/ties,none/such").text
    assert listed.count("data-query=") == 1 and "MATCH" in listed
