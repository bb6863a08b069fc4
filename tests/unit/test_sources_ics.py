"""Calendars as programs and services write them."""

import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import Layout, Limits, SourceError, ics
from ingest.sources.recurrence import MAX_TIMES

LIMITS = Limits(unpacked_bytes=1 << 30, line_characters=1 << 20)
DATA = Path(__file__).parent.parent / "data" / "calendar"


def _read(path: Path) -> pl.DataFrame:
    return pl.concat([frame for sheet in ics.read(path, Layout(), LIMITS) for frame in sheet.frames])


def _events(path: Path, *events: str) -> pl.DataFrame:
    """The rows of a calendar with these events, each with its UID and two people."""
    people = "ORGANIZER:mailto:ann@x.example\nATTENDEE:mailto:bob@y.example\n"
    blocks = [f"BEGIN:VEVENT\nUID:{i}\n{people}{lines}\nEND:VEVENT\n" for i, lines in enumerate(events)]
    path.write_text(f"BEGIN:VCALENDAR\n{''.join(blocks)}END:VCALENDAR\n", encoding="utf-8")
    return _read(path)


def test_google() -> None:
    rows = {row["Id"]: row for row in _read(DATA / "google.ics").to_dicts()}
    kept = {key: row for key, row in rows.items() if row["Left out"] is None}
    assert {key: row["Start"] for key, row in kept.items()} == {
        "weekly1@google.com@20240304T080000Z": "2024-03-04T08:00:00Z",
        "weekly1@google.com@20240318T080000Z": "2024-03-19T13:00:00Z",
        "weekly1@google.com@20240325T080000Z": "2024-03-25T08:00:00Z",
        "weekly1@google.com@20240401T070000Z": "2024-04-01T07:00:00Z",
        "weekly1@google.com@20240408T070000Z": "2024-04-08T07:00:00Z",
        "weekly1@google.com@20240415T070000Z": "2024-04-15T07:00:00Z",
    }
    first = kept["weekly1@google.com@20240304T080000Z"]
    assert (first["Seconds"], first["Summary"]) == ("3600", "Weekly, with Acme")
    assert (first["Organizer"], first["Attendees"]) == (
        "Bob Stone <bob@ourco.example>",
        "Lee, Ann <ann.lee@acme.example>",
    )
    assert [key for key, row in kept.items() if row["Cancelled"]] == ["weekly1@google.com@20240325T080000Z"]
    left_out = {row["Left out"] for row in rows.values()} - {None}
    assert left_out == {"in the future", "with nobody else"}


def test_exchange_with_names_of_windows_zones_and_zones_of_its_own() -> None:
    contract, private, unknown = _read(DATA / "exchange.ics").to_dicts()
    assert (contract["Start"], contract["Seconds"], contract["Summary"]) == ("2024-03-05T01:30:00Z", "5400", "合同评审")
    assert (contract["Organizer"], contract["Attendees"]) == ("Ann Lee <ann.lee@acme.example>", "bob@ourco.example")
    assert (private["Start"], private["Seconds"], private["Summary"]) == ("2024-07-05T13:30:00Z", "2700", None)
    assert unknown["_problem"] == "its time zone, 'Mars Standard Time', is not known"


def test_dingtalk_and_wecom() -> None:
    [visit] = _read(DATA / "dingtalk.ics").to_dicts()
    assert (visit["Start"], visit["Organizer"]) == ("2024-03-05T06:00:00Z", "李四 <li@ourco.example>")
    assert visit["Attendees"] == "张三 <zhangsan@beijing-steel.example>"
    *daily, cut = _read(DATA / "wecom.ics").to_dicts()
    assert [row["Start"] for row in daily] == [f"2024-03-0{day}T10:00:00" for day in (6, 7, 8)]
    assert (daily[0]["Organizer"], daily[0]["Seconds"]) == ("李四 <li@ourco.example>", "1800")
    assert (cut["_problem"], cut["_raw"], cut["_line"]) == ("is cut short: its END is missing", "UID: wxwork-2", 14)


def test_recurring_events(tmp_path: Path) -> None:
    frame = _events(
        tmp_path / "a.ics",
        "DTSTART:20240101T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nRDATE:20240301T090000Z",
        "DTSTART;VALUE=DATE:20240101\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20240331",
        "DTSTART:20150101T090000Z\nRRULE:FREQ=DAILY",
        "DTSTART:20240101T090000Z\nRRULE:FREQ=DAILY;UNTIL=20240105T080000Z\nEXDATE:20240102T090000Z,20240103T090000Z",
    )
    starts = {key: part["Start"].to_list() for (key,), part in frame.group_by("_raw", maintain_order=True)}
    assert starts["UID: 0"] == ["2024-01-01T09:00:00Z", "2024-01-02T09:00:00Z", "2024-03-01T09:00:00Z"]
    assert starts["UID: 1"] == ["2024-01-01", "2024-01-31", "2024-02-29", "2024-03-31"]
    assert len(starts["UID: 2"]) == MAX_TIMES
    assert starts["UID: 3"] == ["2024-01-01T09:00:00Z", "2024-01-04T09:00:00Z"]


def test_newer_version_replaces_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    people = "ORGANIZER:mailto:a@x.example\nATTENDEE:mailto:b@x.example"
    event = "BEGIN:VEVENT\nUID:1\nSEQUENCE:{}\nDTSTART:2024030{}T090000Z\n" + people + "\nEND:VEVENT\n"
    path.write_text(f"BEGIN:VCALENDAR\n{event.format(2, 5)}{event.format(1, 4)}END:VCALENDAR\n", encoding="utf-8")
    assert _read(path)["Left out"].to_list() == [None, "replaced by a newer version"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("DTSTART:tomorrow", "'tomorrow' is not a date or time"),
        ("DTSTART:20241301T000000Z", "'20241301T000000Z' is not a date or time"),
        ("SUMMARY:x", "has no start"),
        ("DTSTART:19000101T000000Z", "its start is before there were such calendars"),
        ("DTSTART:20240101T000000Z\nRRULE:FREQ=SECONDLY", "recurs more often than daily"),
        ("DTSTART:20240101T000000Z\nRRULE:FREQ=DAILY;BYSECOND=1,2", "recurs more often than daily"),
        ("DTSTART:20240101T000000Z\nRRULE:FREQ=DAILY;INTERVAL=0", "recurs without an interval"),
        ("DTSTART:20240101T000000Z\nRRULE:FREQ=SOMETIMES", "'FREQ=SOMETIMES' is not a rule for recurring"),
        ("DTSTART:20240101T000000Z\nRRULE:often", "'often' is not a rule for recurring"),
        ("DTSTART:20240101T000000Z\nEXDATE:never", "'never' is not a date or time"),
    ],
)
def test_events_that_cannot_be_understood(lines: str, problem: str, tmp_path: Path) -> None:
    frame = _events(tmp_path / "a.ics", lines, "DTSTART:20240101T000000Z")
    assert frame["_problem"].to_list() == [problem, None]


def test_what_is_no_calendar(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(b"id,name\n1,a\n")
    with pytest.raises(SourceError, match="no calendar in it"):
        _read(tmp_path / "a.ics")
    (tmp_path / "b.ics").write_bytes(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    with pytest.raises(SourceError, match="no events in it"):
        _read(tmp_path / "b.ics")


def test_deep_nesting_and_endless_rules_take_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("BEGIN:VCALENDAR\n" + "BEGIN:X\n" * 200_000 + "BEGIN:VEVENT\nUID:1\n", encoding="utf-8")
    before = time.process_time()
    assert _read(path)["_problem"].to_list() == ["is cut short: its END is missing"]
    rules = ["DTSTART:19900101T000000Z\nRRULE:FREQ=DAILY;COUNT=999999999"] * 20
    assert _events(tmp_path / "b.ics", *rules).height == 20 * MAX_TIMES
    assert time.process_time() - before < 10


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_any_damage(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(sorted(DATA.glob("*.ics")))).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    content = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 40)) :]
    path = tmp_path_factory.mktemp("calendar") / "a.ics"
    path.write_bytes(content)
    try:
        frame = _read(path)
    except SourceError:
        assert content.count(b"BEGIN:VEVENT") <= 1
        return
    assert frame.filter(pl.all_horizontal(pl.col("_problem", "Left out", "Start").is_null())).is_empty()


_PARTS = (
    *("FREQ=DAILY", "FREQ=YEARLY", "FREQ=WEEKLY", "BYDAY=MO,-1SU", "BYMONTH=13", "BYSETPOS=-1", "COUNT=x", "COUNT=3"),
    *("INTERVAL=2", "UNTIL=20240202", "BYWEEKNO=53", "WKST=XX", "=", "BYYEARDAY=-366", "BYMONTHDAY=0"),
)


@given(st.lists(st.sampled_from(_PARTS), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_rule(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    rule = f"DTSTART:20240101T000000Z\nRRULE:{';'.join(parts)}"
    frame = _events(tmp_path_factory.mktemp("calendar") / "a.ics", rule)
    assert frame["_problem"][0] is not None or frame["Start"].null_count() == 0
