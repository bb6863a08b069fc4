"""Who is around a person or an account, on a real Neo4j, and the file that `guanxi map` writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.reports import surroundings
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError, UsageError

PEOPLE = """
UNWIND [["contact", "1", "王芳", "wang@example.com"], ["contact", "2", "Ann Li", "ann@example.com"],
        ["contact", "3", "Bo Ek", null], ["contact", "4", "Ann Li", null], ["contact", "5", "Cy Oh", null]] AS row
CREATE (:Contact:Person {key: row[0] + ":" + row[1], id: row[1], name: row[2], email: row[3]})
"""
REST = """
CREATE (e:Employee:Person {key: "employee:1", id: "1", name: "Eve Ek"})
CREATE (c:Customer {id: "9", name: "Acme"})
CREATE (e)-[:OWNS]->(c)
WITH c, e
MATCH (p:Contact) WHERE p.id IN ["1", "2"]
CREATE (p)-[:WORKS_AT]->(c)
WITH DISTINCT e
UNWIND [["contact:1", "contact:2", 80], ["contact:1", "contact:3", 40], ["contact:3", "contact:4", 20],
        ["contact:1", "employee:1", 60], ["contact:2", "contact:5", 70]] AS tie
MATCH (a:Person {key: tie[0]}), (b:Person {key: tie[1]})
CREATE (a)-[:KNOWS {strength: toFloat(tie[2])}]->(b)
"""


@pytest.fixture
def known(store: Store) -> Store:
    for statement in (PEOPLE, REST):
        store.run_alone(statement)
    return store


def _keys(found: dict[str, object]) -> set[str]:
    return set(found["people"]["key"])  # type: ignore[index]


def test_a_person_and_whom_they_know(known: Store) -> None:
    one = surroundings.around_person(known, "contact:1", 1)
    two = surroundings.around_person(known, "contact:1", 2)

    assert _keys(one) == {"contact:1", "contact:2", "contact:3", "employee:1"}
    assert _keys(two) == _keys(one) | {"contact:4", "contact:5"}
    assert one["ties"]["strength"] == [80, 60, 40]
    assert dict(zip(one["people"]["key"], one["people"]["score"], strict=True)) == {
        "contact:1": 100,
        "contact:2": 80,
        "contact:3": 40,
        "employee:1": 60,
    }


def test_the_strongest_find_room_first(known: Store) -> None:
    found = surroundings.around_person(known, "contact:1", 1, limit=3)

    assert _keys(found) == {"contact:1", "contact:2", "employee:1"}
    assert found["left_out"] == 1


def test_an_account_shows_its_people_and_our_own(known: Store) -> None:
    found = surroundings.around(known, "customer:9")

    assert _keys(found) == {"customer:9", "contact:1", "contact:2", "employee:1"}
    assert "contact:5" in _keys(surroundings.around(known, "customer:9", hops=2))


@pytest.mark.parametrize(
    ("text", "key"),
    [("contact:1", "contact:1"), ("ANN@example.com", "contact:2"), ("王芳", "contact:1"), ("5", "contact:5")],
)
def test_a_person_is_found_by_key_mail_name_or_id(known: Store, text: str, key: str) -> None:
    assert surroundings.resolve(known, text) == key


def test_an_account_is_found_by_name_id_or_key(known: Store) -> None:
    assert {surroundings.resolve(known, text) for text in ("Acme", "9", "customer:9", "acme")} == {"customer:9"}


def test_several_that_fit_are_listed(known: Store) -> None:
    with pytest.raises(UsageError, match=r"contact:1 \(王芳\); employee:1 \(Eve Ek\)"):
        surroundings.resolve(known, "1")
    with pytest.raises(UsageError, match=r"contact:2.*contact:4"):
        surroundings.resolve(known, "Ann Li")


@pytest.mark.parametrize("text", ["nobody@example.com", "Nobody", "", "' OR 1=1", "customer:"])
def test_nobody_fits(known: Store, text: str) -> None:
    with pytest.raises(NotFoundError, match="Nobody"):
        surroundings.resolve(known, text)


def test_the_command_writes_a_file(known: Store, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "wang.html"

    result = CliRunner().invoke(app, ["map", "王芳", "--hops", "2", "--out", str(file)], catch_exceptions=False)

    assert result.exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert "<title>王芳" in page and "Cy Oh" in page
