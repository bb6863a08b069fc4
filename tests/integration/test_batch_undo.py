"""Updates, deletions and undoing: the graph is what the imports that are left would have made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.analysis.ties import update_ties
from graph.listening import listen
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from guanxi.errors import GuanxiError
from ingest.pipeline import ingest
from ingest.quarantine import kept
from ingest.summary import Summary
from ingest.undoing import outlook, undo
from tests.graph_hash import graph_hash

Run = Callable[..., Summary]
CONTACTS = "id,name,customer,email"
UNLIKE = frozenset({"at", "status"})


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings) -> Run:
    return lambda *paths, **options: ingest(paths, store, appstore, settings, **options)


@pytest.fixture
def take_back(store: Store, appstore: AppStore, settings: Settings) -> Callable[[Summary], None]:
    def undo_all(summary: Summary) -> None:
        for line in summary.lines:
            undo(store, appstore, settings, line.batch)

    return undo_all


def _count(store: Store, what: str) -> int:
    pattern = "()-[n:KNOWS]->()" if what == "KNOWS" else f"(n:{what})"
    found: int = store.rows(f"MATCH {pattern} RETURN count(n) AS n")[0]["n"]
    return found


def _file(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _crm(folder: Path) -> Path:
    """A mapping for contacts of a CRM that says which were deleted."""
    return _file(
        folder / "crm.yaml",
        "source: crm",
        "tables:",
        "  people:",
        "    headers: [id, name, phone, customer, gone]",
        "    records:",
        "      - kind: contacts",
        "        deleted: gone = 'yes'",
        '        columns: {id: "{id}", name: "{name}", title: "{phone}", customer: "{customer}"}',
    )


def test_deleted_record_is_out_of_sight_until_it_comes_back(
    run: Run, take_back: Callable[[Summary], None], store: Store, settings: Settings, tmp_path: Path
) -> None:
    mapping, header = _crm(tmp_path), "id,name,phone,customer,gone"
    run(_file(tmp_path / "customers.csv", "id,name,industry", "c1,One,x"))
    run(_file(tmp_path / "a.csv", header, "p1,Ann,1,c1,", "p2,Bo,2,c1,"), mapping=mapping)
    mails = [f"m{n},2026-01-0{n},p1,p2" for n in range(1, 6)]
    run(_file(tmp_path / "interactions.csv", "id,at,from,to", *mails))
    assert (update_ties(store, settings).how, _count(store, "KNOWS")) == ("rebuilt", 1)
    before = graph_hash(store, without=UNLIKE)
    deletion = run(_file(tmp_path / "b.csv", header, "p1,Ann,1,c1,yes", "p7,Nobody,1,c1,yes"), mapping=mapping)
    assert store.rows("MATCH (n:Contact) RETURN n.id AS id") == [{"id": "p2"}]
    assert store.rows("MATCH (n:Deleted) RETURN n.was AS was") == [{"was": "contact:p1"}]
    waits = run(_file(tmp_path / "c" / "interactions.csv", "id,at,from,to", "m9,2026-01-09,p1,p2"))
    assert waits.waiting == 1
    assert (update_ties(store, settings).how, _count(store, "KNOWS")) == ("rebuilt", 0)
    take_back(waits)
    take_back(deletion)
    assert (update_ties(store, settings).how, _count(store, "KNOWS")) == ("rebuilt", 1)
    assert graph_hash(store, without=UNLIKE) == before
    run(tmp_path / "b.csv", mapping=mapping)
    run(_file(tmp_path / "d.csv", header, "p1,Ann,,c1,"), mapping=mapping)
    [ann] = store.rows("MATCH (n:Contact {id: 'p1'})-[:WORKS_AT]->(c) RETURN n.title AS title, c.id AS customer")
    assert ann == {"title": None, "customer": "c1"}


def test_command(store: Store, run: Run, settings: Settings, tmp_path: Path) -> None:
    [line] = run(_file(tmp_path / "customers.csv", "id,name,industry", "c1,One,x", ",Two,x")).lines
    shell = CliRunner()
    shown = json.loads(shell.invoke(app, ["batch", "show", line.batch, "--format", "json"]).stdout)
    assert (shown["created"], shown["changed"], shown["columns"]) == (1, 0, ["id", "name", "industry"])
    assert shell.invoke(app, ["batch", "undo", line.batch, "--dry-run"]).exit_code == 0
    assert shell.invoke(app, ["batch", "undo", line.batch], input="n\n").exit_code == 1
    assert _count(store, "Customer") == 1
    assert shell.invoke(app, ["batch", "undo", line.batch, "--yes"]).exit_code == 0
    assert _count(store, "Customer") == 0
    [batch] = json.loads(shell.invoke(app, ["batch", "list", "--format", "json"]).stdout)["items"]
    assert batch["status"] == "undone"
    assert shell.invoke(app, ["batch", "undo", line.batch, "--yes"]).exit_code == 1


def test_changed_reference_replaces_the_old_one(run: Run, store: Store, tmp_path: Path) -> None:
    run(_file(tmp_path / "a" / "customers.csv", "id,name,industry", "c1,One,x", "c2,Two,x"))
    run(_file(tmp_path / "b" / "contacts.csv", CONTACTS, "p1,Ann,c1,"))
    run(_file(tmp_path / "c" / "contacts.csv", CONTACTS, "p1,Ann,c2,"))
    assert store.rows("MATCH (:Contact)-[:WORKS_AT]->(c) RETURN c.id AS id") == [{"id": "c2"}]
    run(_file(tmp_path / "d" / "contacts.csv", CONTACTS, "p1,Ann,c3,"))
    assert store.rows("MATCH (:Contact)-[:WORKS_AT]->(c) RETURN c.id AS id") == []
    run(_file(tmp_path / "e" / "customers.csv", "id,name,industry", "c3,Three,x"))
    assert store.rows("MATCH (:Contact)-[:WORKS_AT]->(c) RETURN c.id AS id") == [{"id": "c3"}]
    assert store.rows("MATCH (w:Waiting) RETURN w.id AS id") == []


def test_undo_gives_back_what_was_changed(
    run: Run, take_back: Callable[[Summary], None], store: Store, tmp_path: Path
) -> None:
    run(_file(tmp_path / "a" / "customers.csv", "id,name,industry", "c1,One,x", "c2,Two,y"))
    run(_file(tmp_path / "a" / "contacts.csv", CONTACTS, "p1,Ann,c1,ann@x.example", "p2,Bo,c1,"))
    before = graph_hash(store, without=UNLIKE)
    changed = run(
        _file(tmp_path / "b" / "contacts.csv", CONTACTS, "p1,Anna,c2,new@x.example", "p3,Cy,c1,", "p2,Bo,c1,")
    )
    assert graph_hash(store, without=UNLIKE) != before
    take_back(changed)
    assert graph_hash(store, without=UNLIKE) == before
    again = run(tmp_path / "b")
    assert not again.unchanged
    assert store.rows("MATCH (n:Contact {id: 'p1'}) RETURN n.name AS name") == [{"name": "Anna"}]


def test_undo_of_the_first_leaves_what_the_second_said(
    run: Run, take_back: Callable[[Summary], None], store: Store, tmp_path: Path
) -> None:
    customers = _file(tmp_path / "a" / "customers.csv", "id,name,industry", "c1,One,x")
    second = _file(tmp_path / "b" / "contacts.csv", CONTACTS, "p1,Ann,c1,ann@x.example")
    third = _file(tmp_path / "c" / "contacts.csv", CONTACTS, "p1,,c1,", "p1,Ann Lee,,")
    mails = _file(tmp_path / "d" / "interactions.csv", "id,at,from,to", "i1,2026-01-01,ann@x.example,bo@x.example")
    run(customers)
    run(second)
    run(third)
    run(mails)
    alone = graph_hash(store, without=UNLIKE)
    store.run_alone("MATCH (n) DETACH DELETE n")
    first = run(_file(tmp_path / "0" / "contacts.csv", "id,name,city,customer", "p1,Anne,Bonn,c9", "p9,Old,Bonn,c1"))
    for path in (customers, second, third, mails):
        run(path)
    take_back(first)
    assert graph_hash(store, without=UNLIKE) == alone


def test_edges_of_others_wait_again(
    run: Run, take_back: Callable[[Summary], None], store: Store, tmp_path: Path
) -> None:
    mails = _file(tmp_path / "interactions.csv", "id,at,from,to,customer", "i1,2026-01-01,p1@x.example,p2,c1")
    related = _file(tmp_path / "relationships.csv", "from,to,kind,since", "p1,p2,friend,2020-01-01")
    run(mails)
    run(related)
    alone = graph_hash(store, without=UNLIKE)
    people = _file(tmp_path / "in" / "contacts.csv", CONTACTS, "p1,Ann,c1,p1@x.example", "p2,Bo,c1,")
    _file(tmp_path / "in" / "customers.csv", "id,name,industry", "c1,One,x")
    loaded = run(tmp_path / "in")
    whole = graph_hash(store, without=UNLIKE)
    assert store.rows("MATCH (:Contact)-[r:TOOK_PART|RELATED_TO]->() RETURN count(r) AS n") == [{"n": 3}]
    take_back(loaded)
    assert graph_hash(store, without=UNLIKE) == alone
    run(people.parent)
    assert graph_hash(store, without=UNLIKE) == whole


def test_relationships_that_two_imports_said(
    run: Run, take_back: Callable[[Summary], None], store: Store, tmp_path: Path
) -> None:
    run(_file(tmp_path / "in" / "contacts.csv", CONTACTS, "p1,Ann,,p1@x.example", "p2,Bo,,"))
    other = _file(tmp_path / "b" / "relationships.csv", "from,to,kind,since", "p1@x.example,p2,friend,2020-01-01")
    run(other)
    alone = graph_hash(store, without=UNLIKE)
    store.run_alone("MATCH (n:Batch {kind: 'relationships'}) DELETE n")
    store.run_alone("MATCH ()-[r:RELATED_TO]->() DELETE r")
    first = run(
        _file(tmp_path / "a" / "relationships.csv", "from,to,kind,since", "p1,p2,friend,2019-01-01", "p2,p1,x,")
    )
    run(other)
    take_back(first)
    assert graph_hash(store, without=UNLIKE) == alone


def test_quarantined_rows_go_too_and_twice_is_refused(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    [line] = run(_file(tmp_path / "customers.csv", "id,name,industry", "c1,One,x", ",Two,x")).lines
    told = outlook(store, appstore, line.batch)
    assert (told.removed, told.restored, told.quarantined) == (1, 0, 1)
    undo(store, appstore, settings, line.batch)
    assert kept(appstore)[1] == 0
    with pytest.raises(GuanxiError, match="has been undone"):
        undo(store, appstore, settings, line.batch)
    with pytest.raises(GuanxiError, match="There is no import"):
        undo(store, appstore, settings, "nothing")


def test_ties_follow_new_and_changed_imports_without_counting_all_again(
    run: Run, take_back: Callable[[Summary], None], store: Store, settings: Settings, tmp_path: Path
) -> None:
    header = "id,at,channel,from,to"
    run(_file(tmp_path / "contacts.csv", CONTACTS, "a,Ann,,", "b,Bob,,", "c,Cyd,,"))
    run(_file(tmp_path / "1" / "interactions.csv", header, "1,2024-01-01T00:00Z,mail,a,b"))

    def updated(**options: bool) -> tuple[str, bool]:
        """What was done, and whether all interactions were looked at; the ties are those of a count of everything."""
        asked: list[str] = []
        listen(lambda name, parameters: asked.append(name))
        how = update_ties(store, settings, **options).how
        listen(None)
        kept = store.rows("MATCH (a)-[k:KNOWS]->(b) RETURN a.key, b.key, k.count, k.last_at ORDER BY a.key, b.key")
        update_ties(store, settings, rebuild=True)
        assert kept == store.rows(
            "MATCH (a)-[k:KNOWS]->(b) RETURN a.key, b.key, k.count, k.last_at ORDER BY a.key, b.key"
        )
        return how, "analysis/interaction_totals" in asked

    assert updated() == ("rebuilt", True)
    assert updated() == ("unchanged", False)
    second = _file(tmp_path / "2" / "interactions.csv", header, "2,2024-01-02T00:00Z,mail,b,c", "3,,mail,a,c")
    new = run(second)
    assert updated() == ("added", False)
    moved = run(_file(second, header, "2,2024-01-03T00:00Z,mail,b,c"))
    assert updated() == ("rebuilt", True)
    take_back(moved)
    assert updated() == ("rebuilt", True)
    take_back(new)
    assert updated() == ("rebuilt", True)
    run(_file(tmp_path / "3" / "interactions.csv", header, "4,2024-01-04T00:00Z,mail,b,c"))
    assert updated() == ("added", False)

    store.run_alone("MATCH (i:Interaction {id: '1'}) SET i.at = datetime('2024-01-02T00:00Z')")
    assert update_ties(store, settings).how == "unchanged"
    assert updated(thorough=True) == ("rebuilt", True)
