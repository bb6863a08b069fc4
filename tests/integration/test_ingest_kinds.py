"""Every kind, five formats, any order: the same graph."""

from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from ingest.records import KINDS
from tests.graph_hash import PROVENANCE, graph_hash
from tests.ten_kinds import EDGES, FORMATS, TABLES, edges, write, write_workbook

NAMES = [kind.name for kind in KINDS]


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings):  # type: ignore[no-untyped-def]
    return lambda *paths, **options: ingest(paths, store, appstore, settings, **options)


def test_every_kind_is_declared_here() -> None:
    assert set(TABLES) == set(NAMES)


@pytest.mark.parametrize("ending", FORMATS)
def test_every_kind(ending: str, run, store: Store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    if ending == "xlsx":
        summary = run(write_workbook(tmp_path / "all.xlsx"))
    else:
        write(tmp_path / "in", NAMES, ending)
        summary = run(tmp_path / "in")
    assert not summary.refused
    assert [line.kind for line in summary.lines] == NAMES
    assert (summary.read, summary.accepted, summary.quarantined) == (18, 18, 0)
    assert edges(store) == EDGES
    _assert_values(store)


def _assert_values(store: Store) -> None:
    found = {
        row["id"]: row["properties"]
        for row in store.rows("MATCH (n) WHERE NOT n:Batch RETURN n.id AS id, properties(n) AS properties")
    }
    assert len(found) == 15
    assert found["c1"]["founded"] == "1949"
    assert found["p1"]["email"] == "ann@acme.example"
    assert (found["p1"]["key"], found["p1"]["opted_out"], found["p2"]["opted_out"]) == ("contact:p1", False, True)
    assert (found["i1"]["channel"], found["i2"]["channel"], found["i2"]["duration_s"]) == ("mail", "call", 60.0)
    assert found["i1"]["at"].to_native() == datetime(2026, 3, 5, 2, tzinfo=UTC)
    assert found["i2"]["at"].to_native() == datetime(2026, 3, 6, 9, 30, tzinfo=UTC)
    assert found["k1"]["ends_on"].to_native() == date(2026, 12, 31)
    assert (found["o1"]["amount"], found["o1/2"]["amount"], found["o1/2"]["order"]) == (10.0, 5.5, "o1")
    assert (found["d1"]["status"], found["d1"]["amount"]) == ("won", 12000.0)
    assert found["f1"]["text"] == '好, "ok"\nnext'
    [related] = store.rows("MATCH ()-[r:RELATED_TO|REFERRED]->() WHERE r.kind IS NOT NULL RETURN properties(r) AS p")
    assert (related["p"]["kind"], related["p"]["since"].to_native()) == ("friend", date(2020, 1, 2))
    [referred] = store.rows("MATCH (:Contact)-[r:REFERRED]->(:Customer) RETURN properties(r) AS p")
    assert (referred["p"]["id"], referred["p"]["value"], referred["p"]["source"]) == ("r1", 1500.5, "file")


@pytest.mark.parametrize("order", [NAMES, NAMES[::-1], NAMES[5:] + NAMES[:5]], ids=["usual", "reverse", "middle"])
def test_any_order_of_files(order: list[str], run, store: Store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for path in write(tmp_path, order, "csv"):
        run(path)
    in_turn = graph_hash(store)
    assert edges(store) == EDGES
    assert store.rows("MATCH (w:Waiting) RETURN w") == []
    again = run(tmp_path, again=True)
    assert graph_hash(store) == in_turn
    assert (again.linked, again.waiting) == (0, 0)


def test_orders_agree_to_the_last_property(run, store: Store, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    hashes = set()
    for order in list(permutations(["customers", "contacts", "employees", "interactions"]))[::7]:
        store.run_alone("MATCH (n) DETACH DELETE n")
        for path in write(tmp_path, list(order), "csv"):
            run(path)
        hashes.add(graph_hash(store, without=PROVENANCE))
    assert len(hashes) == 1
