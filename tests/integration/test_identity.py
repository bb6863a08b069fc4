"""Duplicates from files to decisions: found, merged, reviewed, split, and kept at the next load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.analysis.run import analyze
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.identity import decisions, review
from ingest.identity.resolve import resolve
from ingest.pipeline import ingest
from ingest.undoing import undo
from tests.graph_hash import graph_hash

HUBSPOT = """id,name,customer,email,phone,title,city
hs:1,Anna Larsen,hs:c1,anna.larsen@harbour.example,+4930123456,Head of purchasing,Hamburg
hs:2,王芳,hs:c1,,+8613900000001,采购经理,杭州
hs:3,Bo Nielsen,hs:c1,info@harbour.example,,Engineer,Hamburg
hs:4,Carla Dossi,hs:c1,info@harbour.example,,Buyer,Hamburg
"""
SALESFORCE = """id,name,customer,email,phone,title
sf:1,"Larsen, Anna",sf:c1,anna.larsen@harbour.example,,Purchasing
sf:2,Fang Wang,sf:c1,fang@harbour.example,+8613900000001,
sf:9,Dora Klein,sf:c1,dora@harbour.example,+4930777777,
"""
CUSTOMERS = """id,name,website,city
hs:c1,Harbour Robotics GmbH,https://www.harbour.example,Hamburg
sf:c1,"Harbour Robotics, Inc.",harbour.example,Hamburg
"""
INTERACTIONS = """id,at,channel,from,to,customer
i1,2024-05-01 10:00,call,hs:1,e1,hs:c1
i2,2024-05-02 10:00,call,sf:1,e1,sf:c1
i3,2024-05-03 10:00,meeting,sf:1,hs:1;sf:2,hs:c1
"""
EMPLOYEES = "id,name,email\ne1,Tom Lee,tom@us.example\n"
DERIVED = frozenset({"batch", "resolved"})


def load(store: Store, appstore: AppStore, settings: Settings, folder: Path, **files: str):  # type: ignore[no-untyped-def]
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return ingest(paths, store, appstore, settings)


@pytest.fixture
def loaded(store: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> Store:
    load(store, appstore, settings, tmp_path, employees=EMPLOYEES, customers=CUSTOMERS, contacts=HUBSPOT)
    load(store, appstore, settings, tmp_path, contacts2=SALESFORCE, interactions=INTERACTIONS)
    return store


def _clusters(store: Store) -> list[list[str]]:
    return sorted(sorted(row["keys"]) for row in store.read("identity/clusters"))


MERGED = [
    ["contact:hs:1", "contact:sf:1"],
    ["contact:hs:2", "contact:sf:2"],
    ["customer:hs:c1", "customer:sf:c1"],
]


def test_certain_keys_merge_and_a_shared_mailbox_does_not(loaded: Store) -> None:
    assert _clusters(loaded) == MERGED
    names = loaded.rows("MATCH (c:Contact) RETURN c.name AS name ORDER BY name")
    assert [row["name"] for row in names] == ["Anna Larsen", "Bo Nielsen", "Carla Dossi", "Dora Klein", "王芳"]
    works = loaded.rows("MATCH (c:Contact)-[w:WORKS_AT]->(f:Customer) RETURN count(w) AS n, count(DISTINCT f) AS firms")
    assert works == [{"n": 5, "firms": 1}]


def test_nobody_is_counted_twice_in_one_interaction(loaded: Store, settings: Settings) -> None:
    analyze(loaded, settings, only=["ties"])
    ties = loaded.rows(
        "MATCH (a:Person)-[k:KNOWS]->(b:Person) RETURN a.key AS a, b.key AS b, k.count AS n ORDER BY a, b"
    )
    assert ties == [
        {"a": "contact:hs:1", "b": "contact:hs:2", "n": 1},
        {"a": "contact:hs:1", "b": "employee:e1", "n": 2},
    ]


def test_loading_again_changes_nothing_and_looks_for_nothing(
    loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    before = graph_hash(loaded)
    summary = load(loaded, appstore, settings, tmp_path, contacts=HUBSPOT, contacts2=SALESFORCE)
    assert summary.unchanged and summary.resolution.compared == 0
    assert graph_hash(loaded) == before


def test_rows_of_merged_records_update_their_original_and_what_stands_for_it(
    loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    changed = SALESFORCE.replace("Purchasing", "Director").replace("dora@", "dora.klein@")
    later = "id,at,channel,from,to\ni9,2024-06-01,call,sf:1,e1\n"
    load(loaded, appstore, settings, tmp_path, contacts3=changed, interactions2=later)
    assert _clusters(loaded) == MERGED
    title = loaded.rows("MATCH (o:Original {key: 'contact:sf:1'}) RETURN o.title AS title")
    assert title == [{"title": "Director"}]
    edge = loaded.rows(
        "MATCH (c:Contact)-[t:TOOK_PART]->(:Interaction {id: 'i9'}) WHERE t.as = 'from' RETURN c.id AS id, t.via AS via"
    )
    assert edge == [{"id": "hs:1", "via": "contact:sf:1"}]
    review.split(loaded, appstore, "contact:hs:1", "tester")
    found = loaded.rows(
        "MATCH (c:Contact {id: 'sf:1'})-[:TOOK_PART]->(i) RETURN c.title AS title, collect(i.id) AS ids"
    )
    assert found == [{"title": "Director", "ids": found[0]["ids"]}] and sorted(found[0]["ids"]) == ["i2", "i3", "i9"]


def test_the_order_of_loading_does_not_matter(
    store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    load(store, appstore, settings, tmp_path, interactions=INTERACTIONS, contacts2=SALESFORCE)
    load(store, appstore, settings, tmp_path, contacts=HUBSPOT)
    load(store, appstore, settings, tmp_path, employees=EMPLOYEES, customers=CUSTOMERS)
    assert _clusters(store) == MERGED
    works = store.rows("MATCH (:Contact)-[w:WORKS_AT]->(:Customer) RETURN count(w) AS n")
    assert works == [{"n": 5}]


def test_split_gives_everything_back_and_is_kept(
    loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    for key in ("contact:hs:1", "contact:sf:2", "customer:sf:c1"):
        review.split(loaded, appstore, key, "tester")
    apart = graph_hash(loaded, without=DERIVED)
    assert _clusters(loaded) == []
    resolve(loaded, appstore, settings, everything=True)
    assert graph_hash(loaded, without=DERIVED) == apart
    fresh = settings.model_copy(update={"identity": settings.identity.model_copy(update={"at_load": False})})
    loaded.run_alone("MATCH (n) DETACH DELETE n")
    for files in (
        {"employees": EMPLOYEES, "customers": CUSTOMERS, "contacts": HUBSPOT},
        {"contacts2": SALESFORCE, "interactions": INTERACTIONS},
    ):
        load(loaded, appstore, fresh, tmp_path, **files)
    assert graph_hash(loaded, without=DERIVED) == apart


def test_decisions_are_applied_again_when_the_graph_is_loaded_anew(
    loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    review.merge(loaded, appstore, "contact:sf:9", "contact:hs:4", "tester")
    review.mark_different(loaded, appstore, "contact:hs:3", "contact:hs:4", "tester")
    before = _clusters(loaded)
    assert ["contact:hs:4", "contact:sf:9"] in before
    loaded.run_alone("MATCH (n) DETACH DELETE n")
    load(loaded, appstore, settings, tmp_path, employees=EMPLOYEES, customers=CUSTOMERS, contacts=HUBSPOT)
    load(loaded, appstore, settings, tmp_path, contacts2=SALESFORCE, interactions=INTERACTIONS)
    assert _clusters(loaded) == before


def test_decisions_that_contradict_each_other_are_refused(loaded: Store, appstore: AppStore) -> None:
    with pytest.raises(GuanxiError, match="are merged"):
        review.mark_different(loaded, appstore, "contact:hs:1", "contact:sf:1", "tester")
    review.mark_different(loaded, appstore, "contact:sf:1", "contact:hs:3", "tester")
    with pytest.raises(GuanxiError, match="would become one too"):
        review.merge(loaded, appstore, "contact:hs:1", "contact:hs:3", "tester")
    with pytest.raises(GuanxiError, match="not of the same kind"):
        review.merge(loaded, appstore, "contact:hs:1", "customer:hs:c1", "tester")
    with pytest.raises(GuanxiError, match="merged with nothing"):
        review.split(loaded, appstore, "contact:hs:3", "tester")
    review.reopen(loaded, appstore, "contact:sf:1", "contact:hs:3")
    review.merge(loaded, appstore, "contact:hs:1", "contact:hs:3", "tester")
    review.reopen(loaded, appstore, "contact:hs:1", "contact:hs:3")
    assert _clusters(loaded) == MERGED


def test_likely_pairs_are_asked_about(loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> None:
    likely = settings.model_copy(
        update={"identity": settings.identity.model_copy(update={"merge_above": 1.0, "review_above": 0.5})}
    )
    load(loaded, appstore, likely, tmp_path, contacts4="id,name,customer,phone\nx:1,Dora Klain,hs:c1,+4930777777\n")
    open_ = decisions.listed(appstore, status=decisions.OPEN)
    assert [(pair["a"], pair["b"]) for pair in open_] == [("contact:sf:9", "contact:x:1")]
    pair = review.both(loaded, open_[0])
    assert [line["name"] for line in pair["lines"] if line["differ"]] == ["name"]
    runner = CliRunner()
    listed = json.loads(runner.invoke(app, ["duplicates", "list", "--format", "json"]).stdout)
    assert listed["total"] == 1 and "The names are nearly the same." in listed["items"][0]["why"]
    shown = runner.invoke(app, ["duplicates", "show", str(listed["items"][0]["id"])])
    assert "Dora Klain" in shown.stdout and "Harbour Robotics" in shown.stdout
    assert runner.invoke(app, ["duplicates", "merge", "contact:x:1", "contact:sf:9"]).exit_code == 0
    assert ["contact:sf:9", "contact:x:1"] in _clusters(loaded)
    assert runner.invoke(app, ["duplicates", "split", "contact:x:1"]).exit_code == 0
    assert runner.invoke(app, ["duplicates", "find", "--all", "--format", "json"]).exit_code == 0
    assert _clusters(loaded) == MERGED


def test_an_import_that_brought_merged_records_can_be_undone(
    loaded: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    before = _shown(loaded)
    more = "id,name,customer,email,title\nzo:1,Anna Larsen,zo:c,anna.larsen@harbour.example,Owner\n"
    firm = "id,name,website\nzo:c,Harbour Robotics,harbour.example\n"
    load(loaded, appstore, settings, tmp_path, contacts5=more, customers5=firm)
    assert ["contact:hs:1", "contact:sf:1", "contact:zo:1"] in _clusters(loaded)
    for batch in [
        row["id"] for row in loaded.read("ingest/batches") if row["file"] in ("contacts5.csv", "customers5.csv")
    ]:
        undo(loaded, appstore, settings, batch)
    assert _clusters(loaded) == MERGED
    assert _shown(loaded) == before


def _shown(store: Store) -> list[dict[str, object]]:
    """Every relationship of people and customers, with values of its ends."""
    return store.rows(
        "MATCH (a:Person|Customer)-[r]->(b:Customer|Interaction|Original)"
        " RETURN a.id AS a, a.name AS a_name, a.title AS title, type(r) AS type, r.via AS via, b.id AS b"
        " ORDER BY a, type, via, b"
    )
