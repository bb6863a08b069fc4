"""Live sources into the graph: what comes, what changes, what is deleted, and what happens when a sync is ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.appstore import AppStore, AuditEntry, SyncState
from guanxi.config import Settings, load
from guanxi.errors import GuanxiError
from ingest.pipeline import ingest
from ingest.sync.runner import Outcome, sync
from tests.graph_hash import PROVENANCE, graph_hash
from tests.imitations.fxiaoke import Fxiaoke
from tests.imitations.salesforce import Salesforce
from tests.imitations.server import Reply
from tests.imitations.worlds import PEOPLE, WORLDS, World

Sync = Callable[..., Outcome]


def _configure(world: World, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    connection = {"name": "crm", "product": world.product, "base_url": url, **world.options}
    if world.product == "zoho":
        connection["token_url"] = f"{url}/oauth/v2/token"
    path = folder / "sync.yaml"
    content = {"sync": {"connections": [connection]}, "identity": {"at_load": False}}
    path.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("GUANXI_CONFIG", str(path))
    for name, secret in world.secrets.items():
        monkeypatch.setenv(f"GUANXI_SYNC_CRM_{name.upper()}", secret)
    return load()


@pytest.fixture
def world(request: pytest.FixtureRequest) -> World:
    return WORLDS[getattr(request, "param", "hubspot")]()


@pytest.fixture
def configured(world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    with world.api.running() as url:
        yield _configure(world, url, tmp_path, monkeypatch)


@pytest.fixture
def run(configured: Settings, store: Store, appstore: AppStore) -> Sync:
    return lambda **options: sync(configured, "crm", store, appstore, sleep=lambda _: None, **options)


def _people(store: Store) -> dict[str, str]:
    return {row["id"]: row["name"] for row in store.rows("MATCH (c:Contact) RETURN c.id AS id, c.name AS name")}


@pytest.mark.parametrize("world", WORLDS, indirect=True)
def test_company_comes_changes_and_loses_somebody(run: Sync, world: World, store: Store, appstore: AppStore) -> None:
    first = run()
    assert (first.summary.quarantined, first.summary.refused) == (0, [])
    assert all(line.read == line.accepted + line.quarantined for line in first.summary.lines)
    people = _people(store)
    named = {number: f"{world.product}:{world.native(number)}" for number in (1, 7, 9, PEOPLE + 1)}
    assert len(people) == PEOPLE
    assert people[named[7]] == "Ann P7"
    [firm] = store.rows(
        "MATCH (c:Contact {id: $id})-[:WORKS_AT]->(f:Customer)<-[:OWNS]-(e:Employee)"
        " RETURN f.name AS firm, f.source AS source, e.name AS owner",
        id=named[1],
    )
    assert firm["owner"] == "Erin Own"
    assert firm["source"] == world.product

    before = graph_hash(store, without=PROVENANCE)
    run()
    assert graph_hash(store, without=PROVENANCE) == before, "nothing has changed"

    world.put(7, "Renamed", None)
    world.put(PEOPLE + 1, "New", None)
    world.remove(9)
    second = run()
    assert second.summary.quarantined == 0
    if not world.tells_deletions:
        assert named[9] in _people(store)
        run(full=True)
    people = _people(store)
    assert people[named[7]] == "Renamed P7"
    assert people[named[PEOPLE + 1]] == f"New P{PEOPLE + 1}"
    assert named[9] not in people
    assert len(people) == PEOPLE
    with appstore.session() as session:
        entries = list(session.scalars(select(AuditEntry).where(AuditEntry.action == "sync")))
        assert entries[0].detail["rows"] == first.rows
        state = session.get(SyncState, "crm")
        assert state is not None
        assert (state.error, state.cursor["marks"]) == (None, {})
        assert state.ran_at is not None


@pytest.mark.parametrize("world", ["hubspot", "salesforce", "zoho", "fxiaoke"], indirect=True)
def test_deals_and_calls_come_with_their_people(run: Sync, world: World, store: Store) -> None:
    run()
    [deal] = store.rows(
        "MATCH (f:Customer)-[:NEGOTIATES]->(d:Deal)<-[:PURSUES]-(e:Employee)"
        " RETURN d.status AS status, d.amount AS amount, e.name AS owner"
    )
    assert deal == {"status": "won", "amount": 900.0, "owner": "Erin Own"}
    [talk] = store.rows(
        "MATCH (e:Employee)-[:TOOK_PART {as: 'from'}]->(i:Interaction)<-[:TOOK_PART {as: 'to'}]-(c:Contact)"
        " RETURN e.name AS by, c.id AS to, i.subject AS subject"
    )
    assert talk == {"by": "Erin Own", "to": f"{world.product}:{world.native(1)}", "subject": "Hello"}
    assert store.rows("MATCH (p:Purchase) RETURN count(p) AS purchases") == [{"purchases": 1}]


@pytest.mark.parametrize("world", ["salesforce"], indirect=True)
def test_role_in_a_deal_ends_when_it_is_deleted(run: Sync, world: World, store: Store) -> None:
    api = world.api
    assert isinstance(api, Salesforce)
    played = "MATCH (c:Contact)-[r:PLAYS]->(:Deal) RETURN c.id AS who, r.role AS role, r.primary AS primary"
    run()
    assert store.rows(played) == [{"who": f"salesforce:{world.native(2)}", "role": "Buyer", "primary": True}]
    changed = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000+0000}"
    api.tables["OpportunityContactRole"]["00K000000000001AAA"] |= {"IsDeleted": True, "SystemModstamp": changed}
    run()
    assert store.rows(played) == []


def test_export_and_sync_meet_in_the_same_nodes(
    run: Sync, configured: Settings, store: Store, appstore: AppStore, tmp_path: Path
) -> None:
    export = tmp_path / "hubspot-crm-exports-all-contacts.csv"
    export.write_text(
        "Record ID,First Name,Last Name,Email,Contact owner,Associated Company IDs\n"
        '7,Ann,P7,p7@firm.example,Erin Own,"1;2"\n',
        encoding="utf-8",
    )
    assert ingest([export], store, appstore, configured).accepted == 2
    run()
    assert len(_people(store)) == PEOPLE
    assert store.rows("MATCH (e:Employee) RETURN e.name AS name, e.email AS email") == [
        {"name": "Erin Own", "email": "erin@own.example"}
    ]


@pytest.mark.parametrize("world", ["fxiaoke"], indirect=True)
def test_objects_of_ones_own_come_by_a_mapping_of_ones_own(
    configured: Settings, world: World, store: Store, appstore: AppStore, tmp_path: Path
) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        "source: fxiaoke\ntables:\n  sites:\n    headers: [_id, area__c]\n    records:\n      - kind: customers\n"
        "        columns: {id: 'fxiaoke:{_id}', name: '{name}', area: {value: '{area__c}', type: number}}\n",
        encoding="utf-8",
    )
    [connection] = configured.sync.connections
    connection.mapping, connection.read = mapping, ["object_1__c"]
    connection.fields = {"object_1__c": ["area__c"]}
    api = world.api
    assert isinstance(api, Fxiaoke)
    api.put("object_1__c", "s1", name="工地", area__c="12.5")
    outcome = sync(configured, "crm", store, appstore, sleep=lambda _: None)
    assert (outcome.rows, outcome.summary.accepted) == (1, 1)
    [site] = store.rows("MATCH (c:Customer) RETURN c.id AS id, c.area AS area")
    assert site == {"id": "fxiaoke:s1", "area": 12.5}


def test_dry_run_writes_nothing(run: Sync, store: Store, appstore: AppStore, fresh_home: Path) -> None:
    outcome = run(dry_run=True)
    assert outcome.summary.accepted > PEOPLE
    assert store.rows("MATCH (c:Contact) RETURN c LIMIT 1") == []
    with appstore.session() as session:
        assert session.get(SyncState, "crm") is None
    assert list((fresh_home / "sync").rglob("*.jsonl")) == []


def test_nothing_personal_stays_on_disk(run: Sync, fresh_home: Path) -> None:
    run()
    folder = fresh_home / "sync"
    assert list(folder.rglob("*.jsonl")) == []
    assert folder.stat().st_mode & 0o077 == 0


def test_failure_is_kept_until_it_is_over(run: Sync, world: World, configured: Settings, appstore: AppStore) -> None:
    world.api.order(5, Reply({"category": "MISSING_SCOPES", "message": "needs crm.objects.contacts.read"}, 403))
    with pytest.raises(GuanxiError, match=r"needs crm\.objects\.contacts\.read"):
        run()
    listed = CliRunner().invoke(app, ["sync", "list", "--format", "json"])
    [row] = json.loads(listed.stdout)
    assert row["error"] == "HubSpot refuses: needs crm.objects.contacts.read."
    assert row["under_way"] is not None
    run()
    [row] = json.loads(CliRunner().invoke(app, ["sync", "list", "--format", "json"]).stdout)
    assert (row["error"], row["under_way"]) == (None, None)


def test_command_line(world: World, configured: Settings, store: Store) -> None:
    result = CliRunner().invoke(app, ["sync", "check", "crm"])
    assert result.exit_code == 0
    result = CliRunner().invoke(app, ["sync", "crm", "--format", "json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["quarantined"] == 0
    assert len(_people(store)) == PEOPLE


def test_interrupted_it_says_how_to_go_on(world: World, configured: Settings, store: Store) -> None:
    world.api.order(6, lambda: os.kill(os.getpid(), signal.SIGINT))
    result = CliRunner().invoke(app, ["sync", "crm"])
    assert isinstance(result.exception, GuanxiError)
    assert result.exception.message == "The sync of crm was stopped."
    assert result.exception.hint == "guanxi sync crm goes on from there."
    before = [request.what for request in world.api.asked]
    assert CliRunner().invoke(app, ["sync", "crm"]).exit_code == 0
    assert len(_people(store)) == PEOPLE
    assert set(before[:-1]).isdisjoint(request.what for request in world.api.asked[len(before) :])


def _killed(world: World, ready: Callable[[], bool]) -> None:
    """Run `guanxi sync crm` in a process of its own, and kill it as soon as it has come that far."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "sync", "crm"],
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not ready():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.kill()
    process.communicate()


def test_killed_anywhere_it_goes_on_and_ends_with_the_same_graph(
    run: Sync, world: World, store: Store, appstore: AppStore, fresh_home: Path
) -> None:
    run()
    undisturbed = graph_hash(store, without=PROVENANCE)
    once = len(world.api.asked)
    store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    with appstore.session() as session:
        session.delete(session.get(SyncState, "crm"))
    world.api.log.clear()
    world.api.pause = 0.02

    _killed(world, lambda: len(world.api.asked) > 5)
    merged = fresh_home / "sync" / "crm" / "load"
    _killed(world, lambda: merged.exists())
    _killed(world, lambda: bool(store.rows("MATCH (c:Contact) RETURN c LIMIT 1")))
    run()
    assert graph_hash(store, without=PROVENANCE) == undisturbed
    asked = [request.what for request in world.api.asked]
    assert len(set(asked)) == once
    again = [what for what in set(asked) if asked.count(what) > 1]
    assert len(asked) - once <= 1, f"only what was in flight is asked for again: {again}"
