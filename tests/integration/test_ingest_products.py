"""Exports of products arrive whole in the graph, each person and customer tied to the right ones."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from ingest.sources.database import Query
from ingest.summary import Summary
from tests.reading import DATA

Run = Callable[..., Summary]


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings) -> Run:
    return lambda *folders: ingest([DATA / folder for folder in folders], store, appstore, settings)


def _edges(store: Store, kind: str) -> set[tuple[str, str]]:
    rows = store.rows(f"MATCH (a)-[:{kind}]->(b) RETURN a.id AS a, b.id AS b")
    return {(row["a"], row["b"]) for row in rows}


def _clean(summary: Summary) -> bool:
    return not summary.refused and not summary.quarantined and summary.read == summary.accepted


def test_four_systems_with_ids_of_their_own(run: Run, store: Store) -> None:
    summary = run("hubspot", "salesforce", "zoho", "fxiaoke")
    assert _clean(summary), summary
    assert summary.waiting == 0
    counts = Counter(row["label"] for row in store.rows("MATCH (n) WHERE NOT n:Batch RETURN labels(n)[0] AS label"))
    assert (counts["Deal"], counts["Purchase"], counts["Interaction"]) == (9, 4, 13)
    assert _edges(store, "REPORTS_TO") == {
        ("salesforce:0033000000PqRsUAAV", "salesforce:0033000000PqRsTAAV"),
        ("salesforce:005300000012345AAA", "salesforce:005300000012346AAA"),
        ("zoho:487600000000301002", "zoho:487600000000301001"),
        ("fxiaoke:1001", "fxiaoke:1002"),
    }
    assert ("zoho:487600000000225014", "zoho:487600000000501002") in _edges(store, "NEGOTIATES")
    assert ("hubspot:202", "hubspot:201") in _edges(store, "PART_OF")
    assert ("salesforce:0033000000PqRsTAAV", "salesforce:0063000000OpPoRAAV") in _edges(store, "PLAYS")
    [skipped] = [line for line in summary.lines if line.file.endswith("Task.csv")]
    assert (skipped.read, skipped.skipped) == (2, 2)
    assert skipped.notes == ["2 rows have no interactions in them"]
    deleted = {row["id"] for row in store.rows("MATCH (n:Customer) WHERE n.id ENDS WITH 'HAAV' RETURN n.id AS id")}
    assert not deleted


def test_sheets_by_hand_and_views_without_ids(run: Run, store: Store) -> None:
    summary = run("chinese-sheet", "dynamics")
    assert _clean(summary), summary
    assert summary.waiting == 1  # Whoever 赵倩 referred is not among the contacts.
    assert _edges(store, "WORKS_AT") == {
        ("sheet:华兴科技/王小明", "sheet:华兴科技"),
        ("sheet:华兴科技/赵倩", "sheet:华兴科技"),
        ("sheet:远航物流/ann lee", "sheet:远航物流"),
        ("dynamics:6f9619ff-8b86-d011-b42d-00c04fc96403", "dynamics:6f9619ff-8b86-d011-b42d-00c04fc96401"),
        ("dynamics:6f9619ff-8b86-d011-b42d-00c04fc96404", "dynamics:6f9619ff-8b86-d011-b42d-00c04fc96402"),
    }
    assert _edges(store, "REFERRED") == {("sheet:华兴科技/王小明", "sheet:远航物流/ann lee")}
    [purchase] = store.rows("MATCH (p:Purchase) RETURN p.amount AS amount, toString(p.at) AS at")
    assert (purchase["amount"], purchase["at"][:10]) == (180000.0, "2024-03-20")
    meeting = "dynamics:6f9619ff-8b86-d011-b42d-00c04fc96406"
    assert {person for person, event in _edges(store, "TOOK_PART") if event == meeting} == {
        "dynamics:alex wu",
        "dynamics:6f9619ff-8b86-d011-b42d-00c04fc96403",
        "dynamics:6f9619ff-8b86-d011-b42d-00c04fc96404",
    }


def test_name_that_several_people_have_is_never_guessed(run: Run, store: Store) -> None:
    run("google-contacts")
    summary = run("outlook")
    [calendar] = [line for line in summary.lines if line.kind == "interactions"]
    assert (calendar.read, calendar.accepted, calendar.quarantined) == (1, 0, 1)
    assert "'name:王小明' fits 2 records" in calendar.problems[0]["reason"]
    assert _edges(store, "TOOK_PART") == set()


def test_address_book_without_a_phone_does_not_take_a_known_one_away(run: Run, store: Store) -> None:
    run("google-contacts")
    run("google-contacts-old")
    [ann] = store.rows("MATCH (c:Contact {email: 'ann.lee@northgate.example'}) RETURN c.city AS city, c.title AS title")
    assert ann == {"city": "New York", "title": "VP"}


def test_rows_of_a_database_and_no_word_of_its_address(
    store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "secret-place" / "crm.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE contacts (id, name); INSERT INTO contacts VALUES (1, '王小明'), (2, 'Ann')"
        )
    query = Query(f"sqlite:///{path}", "SELECT id, name FROM contacts")
    summary = ingest([], store, appstore, settings, queries=[query])
    assert [(line.file, line.kind, line.accepted) for line in summary.lines] == [
        ("sqlite crm.db#contacts", "contacts", 2)
    ]
    [batch] = store.rows("MATCH (b:Batch) RETURN properties(b) AS properties")
    assert "secret-place" not in str(batch)
    assert ingest([], store, appstore, settings, queries=[query]).unchanged
