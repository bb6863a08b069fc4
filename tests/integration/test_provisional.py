"""People first met in mails and calendars: made, given a place, and absorbed, whatever the order of the files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from ingest.summary import Summary
from ingest.undoing.undo import undo
from tests.graph_hash import PROVENANCE, graph_hash
from tests.mails import mail, mailbox

Run = Callable[..., Summary]


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings) -> Run:
    return lambda *paths, **options: ingest(paths, store, appstore, settings, **options)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A mailbox, a calendar, and lists of some of those whom they name, and of who referred whom."""
    found = {
        "mails": "inbox.mbox",
        "more": "sent.mbox",
        "calendar": "team.ics",
        "contacts": "contacts.csv",
        "staff": "employees.csv",
        "accounts": "customers.csv",
        "referrals": "referrals.csv",
    }
    files = {name: tmp_path / file for name, file in found.items()}
    ann, bob, carol = "Ann Lee <ann@acme.example>", "Bob <bob@our.example>", "carol@our.example"
    files["mails"].write_bytes(
        mailbox(
            mail(**{"Message-ID": "<1@x>", "From": ann, "To": f"{bob}, {carol}", "Cc": "dan@acme.example"}),
            mail(**{"Message-ID": "<2@x>", "From": bob, "To": "ann@acme.example, info@acme.example"}),
            mail(**{"Message-ID": "<3@x>", "From": "Li <li@qq.com>", "To": bob}),
            mail(**{"Message-ID": "<4@x>", "From": "no-reply@shop.example", "To": bob}),
            mail(**{"Message-ID": "<5@x>", "From": "Eve <eve@acme.example>", "To": bob, "Date": "never"}),
        )
    )
    files["more"].write_bytes(
        mailbox(
            mail(**{"Message-ID": "<1@x>", "From": ann, "To": f"{bob}, {carol}", "Cc": "dan@acme.example"}),
            mail(**{"Message-ID": "<6@x>", "From": carol, "To": '"DAN, Daniel" <dan@acme.example>, twin@acme.example'}),
        )
    )
    files["calendar"].write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:m1\nDTSTART:20240305T090000Z\nSUMMARY:Visit\n"
        "ORGANIZER;CN=Carol Danvers:mailto:carol@our.example\nATTENDEE;CN=Ann:mailto:ann@acme.example\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    _table(files["contacts"], "id,name,customer,email", "7,Ann Lee,c1,ann@acme.example", "8,A,c1,twin@acme.example",
           "9,B,c1,twin@acme.example", "10,Zoe,c2,zoe@acme.example", "11,Info,c1,info@acme.example")  # fmt: skip
    _table(
        files["staff"],
        "id,name,email,team,manager",
        "e1,Bob,bob@our.example,North,",
        "e2,Fay,f@our.example,North,bob@our.example",
    )
    _table(
        files["accounts"], "id,name,website,industry", "c1,Acme,https://www.acme.example/en,Steel", "c2,Other,,Glass"
    )
    _table(files["referrals"], "id,referrer,referred,value", "r1,dan@acme.example,c2,5", "r2,ann@acme.example,c2,6")
    return files


def _table(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _provisional(store: Store) -> dict[str, tuple[str, str, str | None]]:
    rows = store.rows(
        "MATCH (p:Person {provisional: true}) OPTIONAL MATCH (p)-[:WORKS_AT]->(c)"
        " RETURN p.key AS key, p.name AS name, c.id AS at"
    )
    return {row["key"]: (row["key"].split(":")[0], row["name"], row["at"]) for row in rows}


def _parts(store: Store, key: str) -> set[tuple[str, str]]:
    rows = store.rows("MATCH (:Person {key: $key})-[r:TOOK_PART]->(i) RETURN i.id AS id, r.as AS as", key=key)
    return {(row["id"], row["as"]) for row in rows}


def test_mails_make_provisional_people(run: Run, store: Store, files: dict[str, Path]) -> None:
    summary = run(files["mails"])
    [line] = summary.lines
    assert (line.read, line.accepted, line.quarantined, line.skipped) == (4, 3, 1, 1)
    assert {key: name for key, (_, name, _) in _provisional(store).items()} == {
        "contact:mail:ann@acme.example": "Ann Lee",
        "contact:mail:bob@our.example": "Bob",
        "contact:mail:carol@our.example": "carol@our.example",
        "contact:mail:dan@acme.example": "dan@acme.example",
        "contact:mail:li@qq.com": "Li",
    }
    assert _parts(store, "contact:mail:ann@acme.example") == {("mail:1@x", "from"), ("mail:2@x", "to")}
    assert summary.waiting == 1, "info@ waits for a contact with that address"


def test_they_are_given_a_place_and_absorbed(run: Run, store: Store, files: dict[str, Path]) -> None:
    run(files["mails"], files["more"], files["calendar"])
    run(files["staff"])
    assert _provisional(store)["employee:mail:carol@our.example"] == ("employee", "Carol Danvers", None)
    assert _parts(store, "employee:e1") == {("mail:1@x", "to"), ("mail:2@x", "from"), ("mail:3@x", "to")}
    run(files["accounts"])
    people = _provisional(store)
    assert people["contact:mail:dan@acme.example"] == ("contact", "Daniel Dan", "c1")
    assert people["contact:mail:li@qq.com"][2] is None
    run(files["contacts"])
    assert set(_provisional(store)) == {
        "contact:mail:dan@acme.example",
        "contact:mail:li@qq.com",
        "employee:mail:carol@our.example",
    }
    assert ("calendar:m1@20240305T090000Z", "to") in _parts(store, "contact:7")
    assert _parts(store, "contact:11") == {("mail:2@x", "to")}
    waiting = store.rows("MATCH (w:Waiting) RETURN w.reference AS reference, w.end AS end")
    assert waiting == [{"reference": "twin@acme.example", "end": "mail:6@x"}], "two contacts have that address"


ORDERS = (
    ("staff", "accounts", "contacts", "referrals", "mails", "more", "calendar"),
    ("mails", "more", "calendar", "referrals", "contacts", "accounts", "staff"),
    ("more", "referrals", "staff", "mails", "contacts", "calendar", "accounts"),
    ("calendar", "accounts", "mails", "contacts", "more", "staff", "referrals"),
)


def test_every_order_gives_the_same_graph(run: Run, store: Store, files: dict[str, Path]) -> None:
    hashes = []
    for order in ORDERS:
        store.run_alone("MATCH (n) DETACH DELETE n")
        for name in order:
            run(files[name])
        hashes.append(graph_hash(store, without=PROVENANCE))
        assert store.rows("MATCH (p:Contact {id: 'mail:dan@acme.example'})-[r:REFERRED]->() RETURN r.id AS id") == [
            {"id": "r1"}
        ]
    assert len(set(hashes)) == 1
    store.run_alone("MATCH (n) DETACH DELETE n")
    run(*files.values())
    assert graph_hash(store, without=PROVENANCE) == hashes[0]


def test_loading_again_changes_nothing(run: Run, store: Store, files: dict[str, Path]) -> None:
    run(*files.values())
    before = graph_hash(store, without=PROVENANCE)
    assert run(*files.values()).unchanged
    run(*files.values(), again=True)
    assert graph_hash(store, without=PROVENANCE) == before


def test_own_domains_can_be_configured(run: Run, store: Store, settings: Settings, files: dict[str, Path]) -> None:
    settings.ingest.own_domains = ["our.example"]
    run(files["mails"])
    assert {key for key in _provisional(store) if key.startswith("employee")} == {
        "employee:mail:bob@our.example",
        "employee:mail:carol@our.example",
    }


def test_dry_run_leaves_no_people(run: Run, store: Store, files: dict[str, Path]) -> None:
    assert run(files["mails"], dry_run=True).accepted == 3
    assert store.rows("MATCH (n) RETURN n LIMIT 1") == []


@pytest.mark.parametrize("undone", ["mails", "calendar", "contacts", "staff"])
def test_undone_import_is_as_if_it_had_never_been(
    undone: str, run: Run, store: Store, appstore: AppStore, settings: Settings, files: dict[str, Path]
) -> None:
    settings.identity.at_load = False
    others = [path for name, path in files.items() if name != undone]
    run(*others)
    expected = graph_hash(store, without=PROVENANCE)
    store.run_alone("MATCH (n) DETACH DELETE n")
    [line] = run(files[undone]).lines
    run(*others)
    undo(store, appstore, settings, line.batch)
    assert graph_hash(store, without=PROVENANCE) == expected
