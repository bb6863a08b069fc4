"""The named queries of paths, referrals and segments, each on a graph small enough to know the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from graph.store import Store

# Ada of ours - Bo - Cy - Di; Eve of ours - Cy; Ada - Fu (opted out) - Di: shorter, but not to be used.
GRAPH = """
CREATE (energy:Customer {id: '1', name: 'Volta', industry: 'Energy', region: 'Nord'}),
       (food:Customer {id: '2', name: 'Panis', industry: 'Food', region: 'Nord'}),
       (bare:Customer {id: '3', name: '无名'}),
       (ada:Employee:Person {id: 'a', key: 'employee:a', name: 'Ada'}),
       (eve:Employee:Person {id: 'e', key: 'employee:e', name: 'Eve'}),
       (bo:Contact:Person {id: 'b', key: 'contact:b', name: 'Bo'}),
       (cy:Contact:Person {id: 'c', key: 'contact:c', name: 'Cy'}),
       (di:Contact:Person {id: 'd', key: 'contact:d', name: 'Di'}),
       (fu:Contact:Person {id: 'f', key: 'contact:f', name: 'Fu', opted_out: true}),
       (bo)-[:WORKS_AT]->(energy), (cy)-[:WORKS_AT]->(energy), (di)-[:WORKS_AT]->(food), (fu)-[:WORKS_AT]->(food),
       (bo)-[:KNOWS {strength: 70.0, count: 9}]->(ada), (bo)-[:KNOWS {strength: 50.0, count: 5}]->(cy),
       (cy)-[:KNOWS {strength: 40.0, count: 4}]->(di), (cy)-[:KNOWS {strength: 20.0, count: 2}]->(eve),
       (fu)-[:KNOWS {strength: 90.0, count: 9}]->(ada), (di)-[:KNOWS {strength: 90.0, count: 9}]->(fu)
CREATE (bo)-[:REFERRED {id: 'r1', status: 'won', value: 100.0, program: 'friends', at: datetime('2025-01-01')}]->(food),
       (food)-[:REFERRED {id: 'r2', status: 'won', value: 40.0, program: 'partners', at: datetime('2025-02-01')}]->(di),
       (di)-[:REFERRED {id: 'r3', status: 'lost', value: 0.0, program: 'friends', at: datetime('2025-03-01')}]->(bare),
       (cy)-[:REFERRED {id: 'r4', status: 'won', value: 90.0, at: datetime('2025-03-01')}]->(bare)
CREATE (energy)-[:MADE]->(:Purchase {id: 'p1', amount: 10.0, at: datetime('2025-01-05')}),
       (bo)-[:MADE]->(:Purchase {id: 'p2', amount: 5.0, at: datetime('2025-02-05')}),
       (food)-[:MADE]->(:Purchase {id: 'p3', amount: 12.0, at: datetime('2025-01-07')})
CREATE (energy)-[:SIGNED]->(:Contract {id: 'k1', ends_on: date('2025-07-15'), value: 9.0}),
       (di)-[:SIGNED]->(:Contract {id: 'k2', ends_on: date('2025-06-30'), value: 7.0}),
       (food)-[:SIGNED]->(:Contract {id: 'k3', ends_on: date('2026-06-30'), value: 8.0})
CREATE (bo)-[:GAVE]->(:Feedback {id: 'f1', kind: 'nps', score: 3.0, text: 'slow', at: datetime('2025-05-01')}),
       (di)-[:GAVE]->(:Feedback {id: 'f2', kind: 'complaint', text: 'late', at: datetime('2025-05-02')}),
       (food)-[:GAVE]->(:Feedback {id: 'f3', kind: 'nps', score: 9.0, text: 'good', at: datetime('2025-05-03')})
WITH energy, food, di, datetime('2025-06-01T12:00:00Z') AS newest
UNWIND range(0, 39) AS i
CREATE (:Interaction {id: 'e' + i, at: newest - duration({days: 9 * i})})-[:ABOUT]->(energy)
CREATE (silent:Interaction {id: 's' + i, at: newest - duration({days: 120 + 6 * i})})<-[:TOOK_PART {as: 'from'}]-(di)
CREATE (silent)-[:ABOUT]->(food)
"""


@pytest.fixture(scope="module")
def graph(session_store: Store) -> Store:
    session_store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    session_store.run_alone(GRAPH)
    return session_store


def answer(graph: Store, name: str, *columns: str, **parameters: Any) -> list[tuple[Any, ...]]:
    table = graph.table(name, **parameters)
    return table.select(columns or table.columns).rows()


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "expected"),
    [
        ("paths/who_knows", {"key": "contact:b"}, ("name", "strength", "interactions"), [("Ada", 70.0, 9)]),
        ("paths/who_knows", {"key": "contact:d"}, ("name",), []),
        (
            "paths/introduction",
            {"from": "employee:a", "to": "contact:d"},
            ("steps", "weakest", "people"),
            [(3, 40.0, ["Ada", "Bo", "Cy", "Di"])],
        ),
        ("paths/introduction", {"from": "employee:a", "to": "contact:d", "strength": 45.0}, ("steps",), []),
        ("paths/introduction", {"from": "employee:a", "to": "contact:f"}, ("steps",), []),
        ("paths/from_us", {"to": "contact:d"}, ("name", "steps"), [("Eve", 2), ("Ada", 3)]),
        ("paths/from_us", {"to": "contact:d", "strength": 30.0}, ("name", "steps"), [("Ada", 3)]),
        ("paths/in_common", {"a": "employee:a", "b": "contact:c"}, ("name", "strength_to_b"), [("Bo", 50.0)]),
        (
            "referrals/tree",
            {"key": "contact:b"},
            ("step", "referrer", "referred", "value"),
            [(1, "Bo", "Panis", 100.0), (2, "Panis", "Di", 40.0), (3, "Di", "无名", 0.0)],
        ),
        ("referrals/tree", {"key": "customer:2"}, ("step", "referred"), [(1, "Di"), (2, "无名")]),
        (
            "referrals/top",
            {},
            ("key", "own", "downstream", "won"),
            [("contact:b", 100.0, 40.0, 2), ("customer:2", 40.0, 0.0, 1)],
        ),
        ("referrals/by_depth", {}, (), [(1, 1, 1, 100.0), (2, 1, 1, 40.0), (3, 1, 0, 0.0)]),
        (
            "referrals/by_program",
            {},
            (),
            [("friends", 2, 1, 50.0, 100.0), ("partners", 1, 1, 100.0, 40.0)],
        ),
        (
            "segments/by_industry",
            {},
            (),
            [("(unknown)", 1, 0, 0.0), ("Energy", 1, 2, 15.0), ("Food", 1, 2, 12.0)],
        ),
        ("segments/by_region", {}, (), [("Nord", 2, 4, 27.0), ("(unknown)", 1, 0, 0.0)]),
        (
            "segments/best_customers",
            {},
            ("name", "purchases", "spent"),
            [("Volta", 2, 15.0), ("Panis", 1, 12.0)],
        ),
        ("segments/silent_accounts", {}, ("name", "recent", "days_silent"), [("Panis", 0, 120)]),
        ("segments/single_threaded", {}, ("name", "only_known", "people"), [("Volta", "Bo", 2), ("Panis", "Fu", 2)]),
        ("segments/single_threaded", {"strength": 10.0}, ("name",), [("Panis",)]),
        (
            "segments/contracts_ending",
            {"from": "2025-06-01", "days": 60},
            ("ends_on", "account", "last_at"),
            [
                (date(2025, 6, 30), "Panis", datetime(2025, 2, 1, 12, tzinfo=UTC)),
                (date(2025, 7, 15), "Volta", datetime(2025, 6, 1, 12, tzinfo=UTC)),
            ],
        ),
        ("segments/unhappy", {}, ("name", "account", "kind"), [("Di", "Panis", "complaint"), ("Bo", "Volta", "nps")]),
    ],
)
def test_named_queries_give_the_known_answer(
    graph: Store, name: str, parameters: dict[str, Any], columns: tuple[str, ...], expected: list[tuple[Any, ...]]
) -> None:
    assert answer(graph, name, *columns, **parameters) == expected


def test_the_path_itself_is_returned_for_the_map(graph: Store) -> None:
    path = graph.rows("MATCH p = (:Person {key: 'contact:b'})-[:KNOWS]-(:Person {key: 'contact:c'}) RETURN p")[0]["p"]
    found = graph.read("paths/introduction", **{"from": "contact:b", "to": "contact:c", "strength": 0.0, "limit": 1})
    assert {node.element_id for node in found[0]["path"].nodes} == {node.element_id for node in path.nodes}


def test_tables_hold_pythons_own_values(graph: Store) -> None:
    table = graph.table(
        "MATCH (c:Customer {id: $id}) RETURN c, date('2025-01-31') AS day, duration('P1DT1H') AS long, [1, 2] AS list",
        id="1",
    )
    assert table.schema["day"] == pl.Date
    assert table.schema["long"] == pl.Duration
    assert table["c"][0]["name"] == "Volta"
    assert table["list"].to_list() == [[1, 2]]
    assert graph.table("MATCH (n:Nothing) RETURN n.a AS a, n.b AS b").shape == (0, 2)
