"""Time: the picture as it was, histories, what changed, and an analysis that is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.analysis.run import analyze
from graph.analysis.ties import update_ties
from graph.reports.changes import changes
from graph.reports.history import history
from graph.reports.runs import current_run
from graph.reports.segments import accounts_in, lifecycle_of, moves, segments
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import NotFoundError, UsageError
from tests.graph_rows import write_edges, write_nodes
from tests.integration.analysis_graph import day, links, nodes

ACCOUNTS = [f"a{number:02}" for number in range(40)]


def company(store: Store, until: datetime) -> None:
    """Forty accounts of one person each, in two circles; what is known of them at a moment.

    In the first half of the year a00 and a01 meet every week, later never; a02 and a03 the other way round. Every
    account buys as often as its number says; a39 stops after two months.
    """
    nodes(store, "Customer", *ACCOUNTS)
    nodes(store, "Contact", *(f"p{name}" for name in ACCOUNTS))
    links(store, "WORKS_AT", "Contact", "Customer", [(f"p{name}", name) for name in ACCOUNTS])
    met = [
        (*pair, day(10 + number))
        for circle in (ACCOUNTS[:20], ACCOUNTS[20:])
        for number, pair in enumerate(combinations(circle, 2))
        if number % 7 == 0
    ]
    met += [("a00", "a01", day(7 * week + 1)) for week in range(26)]
    met += [("a02", "a03", day(7 * week + 1)) for week in range(26, 52)]
    meet(store, *((one, other, at) for one, other, at in met if at <= until))
    bought = [
        {"id": f"o{name}-{times}", "at": at, "amount": 10.0 + number + times, "currency": "EUR", "account": name}
        for number, name in enumerate(ACCOUNTS)
        for times in range(4 if name == "a39" else number // 4 + 1)
        if (at := day(3 * number + times * (20 if name == "a39" else 33))) <= until
    ]
    write_nodes(store, "Purchase", [{name: row[name] for name in ("id", "at", "amount", "currency")} for row in bought])
    links(store, "MADE", "Customer", "Purchase", [(row["account"], row["id"]) for row in bought])
    if day(5) <= until:
        links(store, "REFERRED", "Contact", "Contact", [("pa39", "pa38"), ("pa38", "pa37")], at=day(5), status="won")


def meet(store: Store, *meetings: tuple[str, str, datetime]) -> None:
    """Meetings of the people of two accounts."""
    named = [(f"{one}-{other}-{at:%j}", one, other, at) for one, other, at in meetings]
    write_nodes(store, "Interaction", [{"id": name, "at": at, "channel": "meeting"} for name, *_, at in named], "b1")
    parts = [
        {"start": f"contact:p{who}", "end": name, "as": part}
        for name, one, other, _ in named
        for who, part in ((one, "organiser"), (other, "attendee"))
    ]
    write_edges(store, "TOOK_PART", "Person", "Interaction", parts, "b1")


NOW, THEN = day(365), day(180)


def readings(store: Store, run: str | None) -> dict[str, dict[str, Any]]:
    """Everything that a run says of everybody."""
    rows = store.rows(
        "MATCH (n:Person|Customer)-[s:SCORED]->(:AnalysisRun {id: $run}) "
        "RETURN coalesce(n.key, n.id) AS key, properties(s) AS said",
        run=run,
    )
    return {row["key"]: row["said"] for row in rows}


def different(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What is not the same in both, to the sixth digit."""
    return {
        f"{key} {name}": (one.get(key, {}).get(name), other.get(key, {}).get(name))
        for key in one.keys() | other.keys()
        for name in one.get(key, {}).keys() | other.get(key, {}).keys()
        if not _same(one.get(key, {}).get(name), other.get(key, {}).get(name))
    }


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-6, abs=1e-9)
    return bool(one == other)


def ties(store: Store) -> list[dict[str, Any]]:
    return store.rows(
        "MATCH (a)-[k:KNOWS]->(b) RETURN a.key AS a, b.key AS b, k.mass AS mass, k.as_of AS at ORDER BY a, b"
    )


def test_an_earlier_moment_is_told_as_if_nothing_had_come_later(store: Store, settings: Settings) -> None:
    company(store, THEN)
    then = analyze(store, settings, as_of=THEN)
    told = readings(store, then.id)
    store.run_alone("MATCH (n) DETACH DELETE n")

    company(store, NOW)
    now = analyze(store, settings)
    shown, kept = current_run(store), ties(store)
    again = analyze(store, settings, as_of=THEN)
    assert (again.as_of, again.update.how, again.people, again.ties) == (THEN, "apart", then.people, then.ties)
    found = readings(store, again.id)
    assert found.keys() == told.keys()
    assert different(found, told) == {}
    assert current_run(store) == shown
    assert shown["id"] == now.id
    assert ties(store) == kept
    assert analyze(store, settings, as_of=THEN).id == again.id
    assert analyze(store, settings).id == now.id
    assert update_ties(store, settings).how == "unchanged"


@pytest.fixture(scope="module")
def analysed(session_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Settings]]:
    """The company analysed as of a year and of half a year."""
    session_store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUANXI_HOME", str(tmp_path_factory.mktemp("home")))
        settings = Settings()
        company(session_store, NOW)
        analyze(session_store, settings)
        analyze(session_store, settings, as_of=THEN)
        yield session_store, settings


def test_every_score_has_its_history(analysed: tuple[Store, Settings]) -> None:
    store, _ = analysed
    person = history(store, "contact:pa00")["items"]
    assert [item["as_of"][:10] for item in person] == [THEN.date().isoformat(), "2024-12-24"]
    assert person[0]["strength"] > person[1]["strength"]
    assert {"rank", "pagerank", "betweenness"} <= person[0].keys()
    account = history(store, "a39")
    assert account["key"] == "customer:a39"
    assert [item["orders"] for item in account["items"]] == [4, 4]
    assert not any(name.endswith("_parts") for item in account["items"] for name in item)


def test_what_changed_is_told(analysed: tuple[Store, Settings]) -> None:
    store, settings = analysed
    found = changes(store, settings, since=day(200))
    assert found["before"]["as_of"][:10] == THEN.date().isoformat()
    cold = {(row["a"], row["b"]): row for row in found["cold"]}
    assert cold.keys() == {("contact:pa00", "contact:pa01")}
    tie = cold["contact:pa00", "contact:pa01"]
    assert tie["strength_before"] > 60 > 30 > tie["strength"]
    then = store.rows("MATCH (r:AnalysisRun) WHERE NOT r.complete RETURN r.id AS id")[0]["id"]
    assert changes(store, settings, run=then)["cold"] == found["cold"]
    assert {"contact:pa02", "contact:pa03"} <= {row["key"] for row in found["rose"]}
    assert {"contact:pa00", "contact:pa01"} <= {row["key"] for row in found["fell"]}
    lifecycle = {row["id"]: row for row in found["accounts"] if row["what"] == "lifecycle"}
    assert {(row["before"], row["after"]) for row in lifecycle.values()} <= {
        ("prospect", "new"), ("new", "repeat"), ("repeat", "loyal"), ("prospect", "repeat"), ("new", "loyal"),
    }  # fmt: skip
    with pytest.raises(NotFoundError, match="no earlier analysis"):
        changes(store, settings, since=day(10))


def test_strengths_of_then_are_those_that_were_counted_then(analysed: tuple[Store, Settings]) -> None:
    from graph.analysis.account_data import AccountData

    store, settings = analysed
    then = AccountData(store, settings, THEN).ties.select("a", "b", "strength").rows()
    strengths = {(a, b): strength for a, b, strength in then}
    for row in changes(store, settings, since=THEN)["cold"]:
        assert row["strength_before"] == pytest.approx(strengths[row["a"], row["b"]])


def test_segments_count_every_account_once(analysed: tuple[Store, Settings]) -> None:
    store, _ = analysed
    found = segments(store)
    assert found["total"] == 40
    for by in ("segment", "tier", "activity", "lifecycle"):
        assert sum(group["accounts"] for group in found[by]) == 40, by
        assert sum(group["share"] for group in found[by]) == pytest.approx(1)
    assert sum(cell["accounts"] for cell in found["grid"]) == 40
    assert not {"rfm", "tier", "lifecycle"} & found["notes"].keys()
    loyal = accounts_in(store, "lifecycle", "loyal", limit=3)
    assert (len(loyal["items"]), loyal["total"]) == (3, found["lifecycle"][3]["accounts"])
    assert all(item["orders"] >= 4 for item in loyal["items"])
    with pytest.raises(UsageError, match="charisma"):
        accounts_in(store, "segment", "charisma")


def test_moves_from_stage_to_stage(analysed: tuple[Store, Settings]) -> None:
    store, _ = analysed
    found = moves(store, THEN)
    assert sum(map(sum, found["matrix"])) == 40
    counted = {row["name"]: row["accounts"] for row in segments(store)["lifecycle"]}
    assert dict(zip(found["stages"], map(sum, zip(*found["matrix"], strict=True)), strict=True)) == counted
    assert [change["stage"] for change in lifecycle_of(store, "a39")] == ["new", "repeat", "loyal"]
    assert lifecycle_of(store, "nobody") == []


def test_commands_show_all_that(analysed: tuple[Store, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = analysed
    monkeypatch.setattr("graph.connect.open_store", lambda settings: _Open(store))
    for arguments, seen in (
        (["segments"], "champions"),
        (["segments", "--grid"], "Frequency 5"),
        (["segments", "--moves"], "Prospect"),
        (["segments", "loyal", "--by", "lifecycle", "--format", "csv"], "a39"),
        (["history", "contact:pa00"], "2024-06-29"),
        (["changes", "--since", "2024-07-01"], "pa00"),
        (["changes", "--since", "2024-07-01", "--format", "json"], '"cold"'),
    ):
        result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.output
        assert seen.lower() in result.output.lower(), arguments


class _Open:
    """The store, which the command does not close."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Store:
        return self.store

    def __exit__(self, *error: object) -> None:
        pass


def test_ctrl_c_leaves_the_last_run_whole(store: Store, settings: Settings) -> None:
    company(store, THEN)
    whole = analyze(store, settings, as_of=THEN)
    told, shown = readings(store, whole.id), current_run(store)
    meet(store, ("a10", "a30", THEN + timedelta(days=1)))
    command = [sys.executable, "-m", "cli.main", "analyze"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_slow()) as running:
        _wait_until_written(store, running)
        running.send_signal(signal.SIGINT)
        output = running.communicate(timeout=60)[0].decode()
    assert running.returncode not in (0, None)
    assert "Traceback" not in output
    assert current_run(store) == shown
    assert different(readings(store, whole.id), told) == {}
    fresh = analyze(store, settings)
    assert current_run(store)["id"] == fresh.id
    assert store.rows("MATCH (r:AnalysisRun) WHERE r.at IS NULL RETURN count(r) AS n") == [{"n": 0}]


def _slow() -> dict[str, str]:
    """Written one row at a time, so that there is time to interrupt it."""
    return {**os.environ, "GUANXI_GRAPH__BATCH_ROWS": "1"}


def _wait_until_written(store: Store, running: subprocess.Popen[bytes]) -> None:
    written = "MATCH (r:AnalysisRun) WHERE r.at IS NULL RETURN COUNT { (r)<-[:SCORED]-() } AS n"
    for _ in range(1200):
        found = store.rows(written)
        if found and found[0]["n"] > 5:
            return
        assert running.poll() is None, running.communicate()[0].decode()
        time.sleep(0.05)
    raise AssertionError("nothing was written")
