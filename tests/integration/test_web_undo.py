"""Undoing an import from the page that lists them."""

import re
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from guanxi.config import Settings
from ingest.pipeline import ingest
from web import create_app
from web.login import users

PASSWORD = "a long password"


@pytest.fixture
def analyst(settings: Settings, store: Store, appstore: AppStore) -> FlaskClient:
    users.add(appstore, "ann", PASSWORD, "analyst")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    _post(client, "/login", name="ann", password=PASSWORD)
    return client


def test_undo(analyst: FlaskClient, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("id,name,industry\nc1,One,x\n,Two,x\n", encoding="utf-8")
    [line] = ingest([path], store, appstore, settings).lines
    address = f"/data/undo/{line.batch}"
    assert f'href="{address}"' in analyst.get("/data").text
    asked = analyst.get(address).text
    assert "1 record that only this import has told of is taken out." in asked
    assert "1 row that was set aside is forgotten." in asked
    followed = _post(analyst, address).location
    for _ in range(300):
        if "has been undone" in analyst.get(followed).text:
            break
        time.sleep(0.1)
    assert "has been undone" in analyst.get(address).text
    assert store.rows("MATCH (c:Customer) RETURN c.id AS id") == []
    assert f'href="{address}"' not in analyst.get("/data").text
    with appstore.session() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "import.undo")).all()
    assert [entry.detail["batch"] for entry in entries] == [line.batch]
    assert analyst.get("/data/undo/nothing").status_code == 404


def test_only_analysts_undo(settings: Settings, store: Store, appstore: AppStore) -> None:
    users.add(appstore, "mo", PASSWORD, "marketer")
    client = create_app(settings, store=store, appstore=appstore).test_client()
    _post(client, "/login", name="mo", password=PASSWORD)
    assert client.get("/data/undo/any").status_code == 403


def _post(client: FlaskClient, path: str, **form: object):  # type: ignore[no-untyped-def]
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/login", follow_redirects=True).text)
    assert token
    headers = {"Referer": f"http://localhost{path}"}
    return client.post(path, data={**form, "csrf_token": token[1]}, headers=headers)
