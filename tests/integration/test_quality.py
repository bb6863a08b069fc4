"""What cleaning did to a messy export, and the report about it: in the graph, on the command line, in the web app."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from typer.testing import CliRunner

from cli.main import app as cli
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from web import create_app
from web.login import users

PASSWORD = "a long password"
CONTACTS = """编号,姓名,邮箱,手机,国家
1,"SMITH, ANN",Ann@X.example,(212) 736-5000 x12,USA
2,王芳 (Fang Wang),info@x.example,１３８１２３４５６７８,
3,张 三,zhang@,nobody knows,中国
4,,d@x.example,,
"""
ORDERS = """id,customer,at,amount,currency
o1,c1,03/05/2024,3.5万元,
o2,c1,25/05/2024,"$1,200",
o3,c1,soon,7,
"""


@pytest.fixture
def batches(store: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """The import of each kind of a messy export."""
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    summary = ingest([tmp_path / "contacts.csv", tmp_path / "orders.csv"], store, appstore, settings)
    assert [(line.kind, line.accepted, line.quarantined) for line in summary.lines] == [
        ("contacts", 3, 1),
        ("purchases", 2, 1),
    ]
    return {line.kind: line.batch for line in summary.lines}


def test_the_graph_holds_what_is_clean(store: Store, batches: dict[str, str]) -> None:
    people = store.rows(
        "MATCH (c:Contact) RETURN c.id AS id, c.name AS name, c.other_name AS other, c.email AS email, "
        "c.email_role AS role, c.phone AS phone, c.phone_extension AS extension ORDER BY id"
    )
    assert [tuple(row.values()) for row in people] == [
        ("1", "Ann Smith", None, "ann@x.example", None, "+12127365000", "12"),
        ("2", "王芳", "Fang Wang", "info@x.example", True, "+8613812345678", None),
        ("3", "张三", None, "zhang@", None, "nobody knows", None),
    ]
    orders = store.rows(
        "MATCH (p:Purchase) RETURN p.id AS id, toString(p.at) AS at, p.amount AS amount, p.currency AS c ORDER BY id"
    )
    assert [tuple(row.values()) for row in orders] == [
        ("o1", "2024-05-03T00:00:00Z", 35_000.0, "CNY"),
        ("o2", "2024-05-25T00:00:00Z", 1200.0, "USD"),
    ]


def test_the_report_on_the_command_line(batches: dict[str, str]) -> None:
    runner = CliRunner()
    report = json.loads(runner.invoke(cli, ["batch", "quality", batches["contacts"], "--format", "json"]).stdout)
    columns = {column["column"]: column for column in report["columns"]}
    assert columns["name"]["changed"] == {"order": 1, "case": 1, "two scripts": 1, "blanks": 1}
    assert columns["name"]["rejected"] == {"name is missing": 1}
    assert (columns["phone"]["filled"], columns["phone"]["missing"], columns["phone"]["doubtful"]) == (3, 1, 1)
    assert "Smith" not in json.dumps(report) and "soon" not in json.dumps(report)
    table = runner.invoke(cli, ["batch", "quality", batches["purchases"]])
    assert "day first 2" in table.stdout and "… is not a date or time 1" in table.stdout
    found = runner.invoke(cli, ["batch", "cleaning", batches["contacts"], "--rule", "order", "--format", "json"])
    assert json.loads(found.stdout) == {
        "items": [
            {
                "line": 2,
                "id": "1",
                "column": "name",
                "before": "SMITH, ANN",
                "after": "Ann Smith",
                "rule": "order, case",
            }
        ],
        "total": 1,
    }
    assert runner.invoke(cli, ["batch", "quality", "nothing"]).exit_code == 1


def _client(settings: Settings, store: Store, appstore: AppStore, role: str) -> FlaskClient:
    users.add(appstore, role, PASSWORD, role)
    client = create_app(settings, store=store, appstore=appstore).test_client()
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/login").text)
    assert token
    form = {"name": role, "password": PASSWORD, "csrf_token": token[1]}
    client.post("/login", data=form, headers={"Referer": "http://localhost/login"})
    return client


def test_the_report_in_the_web_app(
    store: Store, appstore: AppStore, settings: Settings, batches: dict[str, str]
) -> None:
    analyst = _client(settings, store, appstore, "analyst")
    address = f"/data/imports/{batches['contacts']}"
    assert address in analyst.get("/data").text
    page = analyst.get(address).text
    assert "SMITH, ANN" in page and "Ann Smith" in page and "phone format" in page
    assert f"/data/quarantine?batch={batches['contacts']}" in page
    only = analyst.get(f"{address}?rule=blanks").text
    assert "张 三" in only and "SMITH, ANN" not in only
    marketer = _client(settings, store, appstore, "marketer").get(address).text
    assert "phone format" in marketer and "SMITH" not in marketer
    assert analyst.get("/data/imports/nothing").status_code == 404
