"""`guanxi query` and the console's API: named queries, own text, refusals, and what the audit trail keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from typer.testing import CliRunner, Result

from cli.main import app
from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from web import create_app
from web.login import users

PASSWORD = "a long password"


@pytest.fixture
def company(store: Store, settings: Settings) -> Settings:
    store.run_alone(
        "UNWIND ['Food', 'Food', '航运'] AS i CREATE (:Customer {id: randomUUID(), name: '=1+1', industry: i})"
    )
    return settings


def guanxi(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["query", *arguments], input=given)


def test_a_named_query_in_each_format(company: Settings) -> None:
    assert "航运" in guanxi("segments/by_industry").stdout
    rows = json.loads(guanxi("segments/by_industry", "--format", "json").stdout)
    assert rows[0] == {"industry": "Food", "customers": 2, "people": 0, "spent": 0}
    assert guanxi("segments/by_industry", "--format", "csv").stdout.splitlines()[2] == "航运,1,0,0"


def test_text_from_stdin_and_from_a_file(company: Settings, tmp_path: Any) -> None:
    text = "MATCH (c:Customer {industry: $industry}) RETURN DISTINCT c.name AS name"
    assert guanxi("-", "-p", "industry=Food", "--format", "csv", given=text).stdout == "name\n'=1+1\n"
    file = tmp_path / "own.cypher"
    file.write_text(text, encoding="utf-8")
    assert guanxi("--file", str(file), "-p", "industry=none", "--format", "json").stdout == "[]\n"
    assert "Customer" in guanxi("--file", str(file), "-p", "industry=Food", "--explain").stdout


def test_the_list_names_every_theme() -> None:
    listed = json.loads(guanxi("--list", "--format", "json").stdout)
    assert {"paths", "referrals", "segments", "influencers"} <= {query["name"].split("/")[0] for query in listed}


@pytest.mark.parametrize(
    ("arguments", "given", "message", "code"),
    [
        (["segments/unhappy", "-p", "limit=many"], None, "Parameter limit must be a whole number, not 'many'.", 2),
        (["segments/unhappy", "-p", "limit"], None, "-p limit cannot be read.", 2),
        (["segments/nothing"], None, "There is no query 'segments/nothing'.", 1),
        (["-"], "CREATE (n) RETURN n", "The console only reads: this query writes, or manages the server.", 1),
        (["-"], "RETURN $x AS x", "The query needs a value for $x.", 2),
        ([], None, "Name one query, a --file, or - for stdin.", 2),
    ],
)
def test_mistakes_in_a_sentence(
    company: Settings, arguments: list[str], given: str | None, message: str, code: int
) -> None:
    error = guanxi(*arguments, given=given).exception
    assert isinstance(error, GuanxiError)
    assert (error.message, error.exit_code) == (message, code)


def client(settings: Settings, store: Store, appstore: AppStore, role: str) -> FlaskClient:
    users.add(appstore, role, PASSWORD, role)
    web = create_app(settings, store=store, appstore=appstore)
    web.config["WTF_CSRF_ENABLED"] = False
    opened = web.test_client()
    opened.post("/login", data={"name": role, "password": PASSWORD})
    return opened


def test_the_api_runs_and_the_audit_trail_keeps_no_values(company: Settings, store: Store, appstore: AppStore) -> None:
    analyst = client(company, store, appstore, "analyst")
    text = "MATCH (c:Customer {industry: $i}) RETURN c.industry AS industry, c LIMIT 1"
    answer = analyst.post("/api/console/run", json={"text": text, "parameters": {"i": "航运"}}).get_json()
    assert answer["rows"][0][0] == "航运"
    assert answer["kinds"] == ["text", "node"]
    assert answer["graph"]["shown"]["people"] == 1
    refused = analyst.post("/api/console/run", json={"text": "SHOW USERS"})
    assert (refused.status_code, refused.get_json()["hint"]) == (400, "Use MATCH … RETURN.")
    with appstore.session() as session:
        kept = [entry.detail for entry in session.scalars(select(AuditEntry).where(AuditEntry.action == "query"))]
    assert [(entry["query"], entry["outcome"]) for entry in kept] == [(text, "done"), ("SHOW USERS", "QueryRefused")]
    assert "航运" not in json.dumps(kept, ensure_ascii=False)


def test_the_api_is_for_analysts_and_keeps_internal_queries_to_itself(
    company: Settings, store: Store, appstore: AppStore
) -> None:
    marketer = client(company, store, appstore, "marketer")
    assert marketer.post("/api/console/run", json={"text": "RETURN 1 AS one"}).status_code == 403
    assert marketer.get("/api/queries").status_code == 403
    analyst = client(company, store, appstore, "analyst")
    assert analyst.post("/api/console/run", json={"name": "console/terminate"}).status_code == 400
    assert analyst.post("/api/console/explain", json={"unknown": 1}).status_code == 400
    assert analyst.post("/api/console/stop", json={"run": "none"}).get_json() == {"stopped": False}
    labels = {label["name"]: label["count"] for label in analyst.get("/api/schema").get_json()["labels"]}
    assert labels["Customer"] == 3
    assert all(query["title"] and query["text"] for query in analyst.get("/api/queries").get_json()["items"])
