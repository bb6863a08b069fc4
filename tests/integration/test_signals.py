"""Churn, purchase intent, recommendations and satisfaction from the graph to the shell."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.analysis.run import analyze
from graph.analysis.sentiment import READER, read_texts
from graph.store import Store
from guanxi.config import Settings

END = datetime(2025, 12, 31, tzinfo=UTC)
ACCOUNTS = 40

_MAKE = """
UNWIND $accounts AS n
CREATE (c:Customer {id: 'A-' + n, name: 'Firm ' + n, industry: CASE n % 2 WHEN 0 THEN 'Steel' ELSE 'Food' END})
CREATE (p:Contact:Person {id: '' + n, key: 'contact:' + n, name: 'Person ' + n})-[:WORKS_AT]->(c)
"""
_MEET = """
UNWIND $rows AS row
MATCH (c:Customer {id: 'A-' + row.n}), (p:Contact {id: '' + row.n}), (e:Employee {id: 'E'})
CREATE (i:Interaction {id: row.id, at: row.at, channel: 'mail', direction: 'inbound', sentiment: row.sentiment})
CREATE (p)-[:TOOK_PART {as: 'from'}]->(i), (e)-[:TOOK_PART {as: 'to'}]->(i), (i)-[:ABOUT]->(c)
"""
_BUY = """
UNWIND $rows AS row
MATCH (c:Customer {id: 'A-' + row.n})
MERGE (x:Product {id: row.product}) ON CREATE SET x.name = 'Pump ' + row.product
CREATE (c)-[:MADE]->(o:Purchase {id: row.id, at: row.at, amount: 10.0 + row.n, currency: 'EUR'})-[:OF]->(x)
"""
_SAY = """
UNWIND $rows AS row
MATCH (p:Contact {id: '' + row.n})
CREATE (p)-[:GAVE]->(f:Feedback {id: row.id, at: row.at, kind: 'nps', score: row.score, text: row.text, batch: 'b1'})
"""


@pytest.fixture
def company(store: Store, settings: Settings) -> Store:
    """Forty accounts met every twelve days; number 0 not for the last 90 days. Its pair, 1, bought what it has not."""
    store.run_alone("CREATE (:Employee:Person {id: 'E', key: 'employee:E', name: 'Eva', email: 'e@own.example'})")
    store.run_alone(_MAKE, accounts=list(range(ACCOUNTS)))
    meetings = [
        {"n": n, "id": f"I{n}-{k}", "at": END - timedelta(days=12 * k + n % 7), "sentiment": 0.2}
        for n in range(ACCOUNTS)
        for k in range(8 if n == 0 else 0, 50)
    ]
    store.run_alone(_MEET, rows=meetings)
    bought = [
        {"n": n, "id": f"O{n}-{k}", "at": END - timedelta(days=30 * k + n % 11), "product": f"X{(n // 2 + k) % 6}"}
        for n in range(ACCOUNTS)
        for k in range(n % 3, 4 + n % 5)
    ]
    store.run_alone(_BUY, rows=bought)
    store.run_alone(
        "MATCH (a:Contact {id: '0'}), (b:Contact {id: '1'}) "
        "CREATE (b)-[:REFERRED {id: 'R', at: $at, status: 'won'}]->(a)",
        at=END - timedelta(days=600),
    )
    texts = [("Terrible, nobody calls back", 2.0), ("非常满意，服务很好", 10.0), (None, 9.0)]
    said = [
        {"n": n, "id": f"F{n}", "at": END - timedelta(days=n), "score": texts[n % 3][1], "text": texts[n % 3][0]}
        for n in range(12)
    ]
    store.run_alone(_SAY, rows=said)
    return store


def told(*words: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, [*words, "--format", "json"])
    assert result.exit_code == 0, (result.output, result.exception)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_signals_are_found_kept_and_told_with_their_reasons(company: Store, settings: Settings) -> None:
    run = analyze(company, settings)
    assert run.id
    assert "too short" in run.notes["churn_model"]

    found = told("churn", "--all")
    first = found["items"][0]
    assert (first["id"], first["state"]) == ("A-0", "at risk")
    assert {"code": "contact", "points": first["reasons"][0]["points"]}.items() <= first["reasons"][0].items()
    assert "0 dealings in" in first["reasons"][0]["text"]
    assert first["model"] is None
    assert found["model_note"] == run.notes["churn_model"]
    assert sum(found["states"].values()) == found["total"] == ACCOUNTS
    table = CliRunner().invoke(app, ["churn", "--model"])
    assert "Firm 0" in table.stdout
    assert [row["id"] for row in company.read("accounts/at_risk", least=40.0, limit=5)] == ["A-0"]

    offered = told("recommend", "A-0")
    owned = {
        row["id"] for row in company.rows("MATCH (:Customer {id: 'A-0'})-[:MADE]->()-[:OF]->(x) RETURN x.id AS id")
    }
    assert offered["items"]
    assert not owned & {item["product"] for item in offered["items"]}
    assert all(item["name"].startswith("Pump X") and item["text"] for item in offered["items"])
    assert 0 < offered["intent"]["chance"] < 100
    assert offered["judged"]["recommend"]["tested"] == ACCOUNTS
    assert CliRunner().invoke(app, ["recommend", "nobody"]).exit_code == 1

    whole = told("satisfaction", "--by", "all")["items"]
    assert [(row["kind"], row["n"], round(row["value"], 1)) for row in whole] == [("nps", 12, 33.3)]
    assert whole[0]["low"] < 33 < whole[0]["high"]
    assert {row["group"] for row in told("satisfaction", "--by", "industry")["items"]} == {"Steel", "Food"}
    assert told("satisfaction", "--by", "account", "--account", "A-0")["items"][0]["value"] == -100


def test_texts_are_read_once_and_beside_what_files_say(company: Store, settings: Settings) -> None:
    assert read_texts(company, settings) == 8
    assert read_texts(company, settings) == 0
    rows = company.rows("MATCH (f:Feedback) RETURN f.text AS text, f.text_sentiment AS mood, f.sentiment AS own")
    assert all((row["mood"] is None) == (row["text"] is None) and row["own"] is None for row in rows)
    assert all((row["mood"] > 0) == (row["text"] == "非常满意，服务很好") for row in rows if row["text"])
    company.run_alone("MATCH (f:Feedback {id: 'F0'}) SET f.text = 'Excellent, thank you!', f.batch = 'b2'")
    assert read_texts(company, settings) == 1
    mended = company.rows("MATCH (f:Feedback {id: 'F0'}) RETURN f.text_sentiment AS mood, f.text_read AS by")[0]
    assert mended["mood"] > 0
    assert mended["by"] == f"{READER} b2"
