"""The import wizard and the mending of rows as a browser without scripts sees them."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.store import Store
from guanxi.appstore import AppStore, Job
from guanxi.config import Settings
from ingest.quarantine import kept
from tests.graph_hash import graph_hash
from web import create_app
from web.login import users

PASSWORD = "a long password"
CONTACTS = """编号,姓名,邮箱,备注
1,王芳,fang@x.example,茶
2,,bo@x.example,
3,陈静,jing@x.example,咖啡
"""

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def app(settings: Settings, store: Store, appstore: AppStore) -> Flask:
    for role in ("marketer", "analyst", "admin"):
        users.add(appstore, role, PASSWORD, role)
    return create_app(settings, store=store, appstore=appstore)


@pytest.fixture
def browse(app: Flask) -> Browse:
    def log_in(role: str) -> FlaskClient:
        client = app.test_client()
        _post(client, "/login", name=role, password=PASSWORD)
        return client

    return log_in


def _token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/login", follow_redirects=True).text)
    assert found
    return found[1]


def _post(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(
        path, data={**form, "csrf_token": _token(client)}, headers={"Referer": f"http://localhost{path}"}
    )


def _upload(client: FlaskClient, *files: tuple[str, str]) -> TestResponse:
    sent = [(io.BytesIO(content.encode()), name) for name, content in files]
    return _post(client, "/data/import", files=sent)


def _shown(client: FlaskClient, path: str, text: str) -> str:
    """The page at `path` once it says `text`."""
    for _ in range(200):
        page = client.get(path).text
        if text in page:
            return page
        time.sleep(0.1)
    raise AssertionError(page)


def _fields(page: str, table: int = 0) -> dict[str, str]:
    """What the selects of a table's card say."""
    selects = re.findall(rf'<select id="(t{table}-[^"]+)".*?</select>', page, re.S)
    chosen = {}
    for name in selects:
        options = re.search(rf'<select id="{name}".*?</select>', page, re.S)
        assert options
        value = re.search(r'<option value="([^"]*)" selected', options[0])
        chosen[name] = value[1] if value else ""
    return chosen


def test_from_upload_to_a_mended_row(
    browse: Browse, app: Flask, store: Store, appstore: AppStore, fresh_home: Path
) -> None:
    client = browse("analyst")
    address = _upload(client, ("../联系人.csv", CONTACTS)).location
    page = _shown(client, address, "What the files hold</h1>")
    fields = _fields(page)
    assert (fields["t0-choice"], fields["t0-c1"], fields["t0-c3"]) == ("kind:contacts", "name", "+")
    assert "联系人.csv" in page and "1 of the first rows would be set aside" in page

    partial = _post(client, f"{address}/table/0", **{**fields, "t0-c1": "+", "t0-c3": "name"}).text
    assert _fields(partial)["t0-c3"] == "name" and "<html" not in partial
    checked = _post(client, address, **{**fields, "t0-c1": "name", "t0-c3": "-", "action": "check"})
    page = _shown(client, checked.location, "This is what would be loaded</h1>")
    assert "<strong>Name</strong>: is missing" in page
    assert store.rows("MATCH (n:Contact) RETURN count(n) AS n")[0]["n"] == 0

    loading = _post(client, f"{address}/load")
    page = _shown(client, loading.location, "It is loaded</h1>")
    assert "Mend what was set aside" in page
    assert list((fresh_home / "uploads").glob("*/files")) == []
    assert store.rows("MATCH (n:Contact) RETURN n.id AS id, keys(n) AS keys ORDER BY id")[0]["id"] == "1"
    assert store.rows("MATCH (n:Contact) WHERE n.备注 IS NOT NULL RETURN count(n) AS n")[0]["n"] == 0

    [row] = kept(appstore)[0]
    page = client.get(f"/data/quarantine?batch={row['batch']}").text
    assert re.search(r'name="c1" value="" aria-invalid="true"', page)
    answer = client.post(
        f"/data/quarantine/row/{row['id']}",
        data={"c1": "Bo", "csrf_token": _token(client)},
        headers={"HX-Request": "true"},
    )
    assert "Line 3 is loaded." in answer.text
    assert {row["id"] for row in store.rows("MATCH (n:Contact) RETURN n.id AS id")} == {"1", "2", "3"}
    [batch] = store.read("ingest/batches")
    assert (batch["read"], batch["accepted"], batch["quarantined"]) == (3, 3, 0)

    assert _post(client, f"{address}/remember", name="people").status_code == 302
    assert (fresh_home / "presets" / "people.yaml").is_file()
    again = _upload(client, ("other.csv", CONTACTS)).location
    assert _fields(_shown(client, again, "What the files hold</h1>"))["t0-choice"] == "preset:people/联系人"


def test_replaying_many_rows_in_the_background(browse: Browse, store: Store, appstore: AppStore) -> None:
    client = browse("analyst")
    lines = ["id,at,from,to", *(f"i{n},TBD,a@x.example,b@x.example" for n in range(30))]
    address = _upload(client, ("interactions.csv", "\n".join(lines) + "\n")).location
    _shown(client, address, "What the files hold</h1>")
    _post(client, address, action="check")
    _shown(client, f"{address}/check", "This is what would be loaded</h1>")
    _post(client, f"{address}/load")
    _shown(client, f"{address}/load", "It is loaded</h1>")
    batch = kept(appstore)[0][0]["batch"]
    where = f"/data/quarantine/retry?batch={batch}&column=at"
    answer = _post(client, where, cell="at", find="TBD", replacement="2026-01-01")
    page = _shown(client, answer.location, "rows were loaded")
    assert "30 rows were loaded, 0 still cannot be." in page and "No row is set aside" in page
    assert store.rows("MATCH (n:Interaction) RETURN count(n) AS n")[0]["n"] == 30


def test_a_spreadsheet_goes_out_and_comes_back(browse: Browse, store: Store, appstore: AppStore) -> None:
    client = browse("analyst")
    address = _upload(client, ("contacts.csv", "id,name\n1,\n2,\n")).location
    _shown(client, address, "What the files hold</h1>")
    _post(client, address, action="check")
    _post(client, f"{address}/load")
    _shown(client, f"{address}/load", "It is loaded</h1>")
    sheet = client.get("/data/quarantine.csv").get_data(as_text=True)
    mended = sheet.replace("name is missing,1,", "name is missing,1,Ann")
    answer = _post(client, "/data/quarantine/sheet", sheet=(io.BytesIO(mended.encode()), "rows.csv"))
    _shown(client, answer.location, "1 row was loaded, 0 still cannot be.")
    assert kept(appstore)[1] == 1
    other = _post(client, "/data/quarantine/sheet", sheet=(io.BytesIO(b"a,b\n"), "rows.csv"))
    assert "no file that was downloaded here" in client.get(other.location).text


def test_others_see_imports_but_cannot_import(browse: Browse) -> None:
    mine = _upload(browse("analyst"), ("contacts.csv", "id,name\n1,Ann\n")).location
    marketer = browse("marketer")
    page = marketer.get("/data/import").text
    assert "Importing is for analysts" in page and "data-upload" not in page
    assert _upload(marketer, ("contacts.csv", "id,name\n1,Ann\n")).status_code == 403
    assert marketer.get(mine).status_code == 403
    assert browse("analyst").get("/data/import/" + "x" * 16).status_code == 404
    assert browse("admin").get(mine).status_code == 200


def test_what_cannot_be_read_is_told(browse: Browse, fresh_home: Path) -> None:
    client = browse("analyst")
    for files, told in (
        ([("program.exe", "x")], "of a format that is not known"),
        ([], "No file was chosen"),
    ):
        answer = _upload(client, *files)
        assert answer.location == "/data/import"
        assert told in client.get(answer.location).text
    assert list((fresh_home / "uploads").iterdir()) == []
    address = _upload(client, ("empty.csv", "")).location
    _shown(client, address, "There is nothing to load in these files")


def test_more_than_is_allowed_is_refused(browse: Browse, app: Flask) -> None:
    app.extensions["guanxi"].settings.web.upload_mb = 1
    client = browse("analyst")
    answer = client.post("/data/import", data=b"x" * 2_000_000, content_type="multipart/form-data; boundary=x")
    assert answer.location == "/data/import"
    assert "More than 1 MB at once cannot be uploaded." in client.get(answer.location).text


def test_a_job_that_was_interrupted_runs_again_to_the_same_graph(
    browse: Browse, app: Flask, store: Store, appstore: AppStore
) -> None:
    client = browse("analyst")
    lines = ["id,name", *(f"{n},Person {n}" for n in range(200))]
    address = _upload(client, ("contacts.csv", "\n".join(lines))).location
    _shown(client, address, "What the files hold</h1>")
    _post(client, f"{address}/load")
    _post(client, f"{address}/cancel/import")
    page = _shown(client, f"{address}/load", "Run again")
    assert "interrupted" in page
    _post(client, f"{address}/again/import")
    _shown(client, f"{address}/load", "It is loaded</h1>")
    first = graph_hash(store, without=frozenset({"batch", "at"}))
    assert store.rows("MATCH (n:Contact) RETURN count(n) AS n")[0]["n"] == 200
    with appstore.session() as session:
        for job in session.query(Job).filter(Job.kind == "import"):
            job.status, job.progress = "running", {"process": 0}
    restarted = create_app(app.extensions["guanxi"].settings, store=store, appstore=appstore)
    other = restarted.test_client()
    _post(other, "/login", name="analyst", password=PASSWORD)
    assert "interrupted" in other.get("/data/import").text
    assert graph_hash(store, without=frozenset({"batch", "at"})) == first
