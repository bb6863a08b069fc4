"""Rows that were set aside are mended and loaded: the graph is the one of a file that was right from the beginning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from ingest.quarantine import groups, kept
from ingest.replay import replay
from ingest.summary import Summary
from tests.graph_hash import graph_hash

Run = Callable[[Path], Summary]
_OWN = frozenset({"batch", "at"})

CONTACTS = (
    "id,name,customer,email,birthday",
    "1,王芳,c1,fang@x.example,5",
    "2,,c1,bo@x.example,6",
    "3,Cy,c1,cy@x.example,7,8",
    "4,Di,c1,di@x.example,9",
    "1,Other,c1,o@x.example,1",
)
RIGHT = (*CONTACTS[:2], "2,Bo,c1,bo@x.example,6", "3,Cy,c1,cy@x.example,7", CONTACTS[4], "5,Other,c1,o@x.example,1")


@pytest.fixture
def run(store: Store, appstore: AppStore, settings: Settings) -> Run:
    return lambda path: ingest([path], store, appstore, settings)


def _file(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _empty(store: Store) -> None:
    store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")


def _batch(store: Store, batch: str) -> tuple[int, int, int]:
    [row] = store.read("ingest/batch", id=batch)
    return row["read"], row["accepted"], row["quarantined"]


def test_mended_rows_load_as_if_the_file_had_been_right(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    run(_file(tmp_path / "right" / "contacts.csv", *RIGHT))
    wanted = graph_hash(store, without=_OWN)
    _empty(store)
    [line] = run(_file(tmp_path / "wrong" / "contacts.csv", *CONTACTS)).lines
    assert [problem["line"] for problem in line.problems] == [3, 4, 6]
    rows, _ = kept(appstore)
    assert rows[0]["cells"] == {"id": "2", "name": "", "customer": "c1", "email": "bo@x.example", "birthday": "6"}
    nameless, wide, other = (row["id"] for row in rows)

    untouched = replay(store, appstore, settings, {nameless: {}, wide: {}, other: {}})
    assert (untouched.loaded, untouched.still) == (0, 3)
    assert [row["reason"] for row in kept(appstore)[0]] == [
        "name is missing",
        "has 6 values where the header has 5",
        "id '1' stands with other values in another row of this import",
    ]

    mended = {nameless: {"name": "Bo"}, wide: {"birthday": "7 "}, other: {"id": "5"}}
    done = replay(store, appstore, settings, mended)
    assert (done.loaded, done.still) == (3, 0)
    assert _batch(store, line.batch) == (5, 5, 0)
    assert graph_hash(store, without=_OWN) == wanted
    before = graph_hash(store)
    assert replay(store, appstore, settings, mended).loaded == 0
    assert graph_hash(store) == before


def test_rows_that_are_still_bad_keep_their_changes_and_say_why(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    path = _file(tmp_path / "interactions.csv", "id,at,from,to", "i1,soon,a@x.example,b@x.example", "i2,,a@x.example,b")
    [line] = run(path).lines
    assert [(group["column"], group["rows"]) for group in groups(appstore)] == [("at", 2)]
    first = kept(appstore)[0][0]["id"]
    assert replay(store, appstore, settings, {first: {"at": "2026-13-01"}}).still == 1
    [row, _] = kept(appstore)[0]
    assert (row["id"], row["cells"]["at"], row["raw"][:7]) == (first, "2026-13-01", "i1,soon")
    assert row["reason"] == "'2026-13-01' is not a date or time"
    assert replay(store, appstore, settings, {first: {"at": "2026-03-01"}}).loaded == 1
    assert _batch(store, line.batch) == (2, 1, 1)
    assert store.rows("MATCH (n:Interaction) RETURN toString(n.at) AS at")[0]["at"].startswith("2026-03-01")


def test_looked_up_columns_are_kept_with_the_row(
    store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    _file(folder / "people.csv", "nr,who,city", "1,,Oslo", "2,Bo,Bergen")
    _file(folder / "stays.csv", "nr,firm", "1,Acme", "2,Zeta")
    mapping = folder / "shop.yaml"
    mapping.write_text(
        """
source: shop
tables:
  people:
    headers: [nr, who, city]
    join: {stay: {table: stays, by: nr}}
    records:
      - kind: contacts
        columns: {id: "shop:{nr}", name: "{who}", city: "{city}", customer: "{stay.firm}"}
  stays: {headers: [nr, firm]}
""",
        encoding="utf-8",
    )
    ingest([folder / "people.csv", folder / "stays.csv"], store, appstore, settings, mapping=mapping)
    [row] = kept(appstore)[0]
    assert row["cells"] == {"nr": "1", "who": "", "city": "Oslo", "stay.firm": "Acme"}
    assert replay(store, appstore, settings, {row["id"]: {"who": "Ann"}}).loaded == 1
    waiting = store.rows("MATCH (w:Waiting) RETURN w.start AS start, w.end AS end ORDER BY start")
    assert waiting == [{"start": "shop:1", "end": "Acme"}, {"start": "shop:2", "end": "Zeta"}]


def test_another_line_of_an_order_is_numbered_after_those_that_are_loaded(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    rows = ("id,customer,at,amount", "7,c1,2026-01-01,5", "7,c1,2026-01-01,6", "7,c1,2026-01-01,7")
    run(_file(tmp_path / "right" / "purchases.csv", *rows))
    wanted = graph_hash(store, without=_OWN)
    _empty(store)
    run(_file(tmp_path / "wrong" / "purchases.csv", *rows[:3], "7,c1,2026-01-01,lots"))
    [row] = kept(appstore)[0]
    assert replay(store, appstore, settings, {row["id"]: {"amount": "7"}}).loaded == 1
    assert graph_hash(store, without=_OWN) == wanted


def test_on_the_command_line_through_a_spreadsheet(
    run: Run, store: Store, appstore: AppStore, settings: Settings, tmp_path: Path
) -> None:
    run(_file(tmp_path / "contacts.csv", *CONTACTS))
    told = CliRunner().invoke(app, ["quarantine", "export"])
    sheet = _file(tmp_path / "rows.csv", told.output.replace(",c1,bo@", "Bo,c1,bo@").removeprefix("\ufeff").rstrip())
    told = CliRunner().invoke(app, ["quarantine", "replay", str(sheet)])
    assert (told.exit_code, told.output.strip()) == (0, "1 rows were loaded, 0 still cannot be.")
    assert CliRunner().invoke(app, ["quarantine", "replay", str(sheet)]).output == told.output.replace(
        "1 rows", "0 rows"
    )
    told = CliRunner().invoke(app, ["quarantine", "replay"])
    assert told.exit_code == 3 and "0 rows were loaded, 2 still cannot be." in told.output
    shown = CliRunner().invoke(app, ["quarantine", "show", str(kept(appstore)[0][0]["id"])])
    assert "cy@x.example" in shown.output
