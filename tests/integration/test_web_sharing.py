"""What people write and keep for each other: comments on people and accounts."""

from __future__ import annotations

import re

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


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/accounts").text)
    assert found
    return found[1]
