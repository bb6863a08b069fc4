"""Calendars (iCalendar, RFC 5545): who met whom, when, about what. Descriptions and places are not read."""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.mailboxes import is_machine
from ingest.sources import Layout, Limits, Row, Sheet, SourceError, frames
from ingest.sources.content import Property, content_lines, name_of, parse, unescaped
from ingest.sources.mail import written
from ingest.sources.recurrence import Moment, Zones, duration, occurrences

__all__ = ["COLUMNS", "read"]

COLUMNS = ("Id", "Start", "Seconds", "Summary", "Organizer", "Attendees", "Cancelled", "Left out")
_WANTED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "ORGANIZER", "ATTENDEE", "STATUS", "RRULE", "RDATE", "EXDATE"}
    | {"RECURRENCE-ID", "SEQUENCE", "CLASS"}
)
_NO_PERSON = ("ROOM", "RESOURCE", "GROUP")
_MAX_ROWS = 1_000_000
_MAX_DEPTH = 20
_MAX_RULE_SECONDS = 5.0

_Event = dict[str, list[Property]]


@dataclass
class _Calendar:
    """What a file holds: its events with their lines, its time zones, and whether it calls its events off."""

    zones: Zones = field(default_factory=Zones)
    events: list[tuple[int, _Event]] = field(default_factory=list)
    cut_short: list[tuple[int, _Event]] = field(default_factory=list)
    cancels: bool = False
    found: bool = False
    spent: float = 0.0

    def times(self, event: _Event, start: Moment, now: datetime) -> list[Moment]:
        """When an event took place. Raises SourceError where the rules of the file take too long to work out."""
        begun = time.process_time()
        found = occurrences(event, start, now, self.zones)
        self.spent += time.process_time() - begun
        if self.spent > _MAX_RULE_SECONDS:
            raise SourceError("has events that recur by rules which take too long to work out.", "Is it damaged?")
        return found


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """Every event that has begun by now as one table, a recurring one once for each time.

    Raises SourceError where the file has no event in it.
    """
    calendar = _calendar(path, limits)
    if not calendar.events and not calendar.cut_short:
        raise SourceError("has no events in it." if calendar.found else "has no calendar in it.")
    yield Sheet(None, frames(list(COLUMNS), _rows(calendar)))


def _calendar(path: Path, limits: Limits) -> _Calendar:
    calendar = _Calendar()
    inside: list[str] = []
    event: _Event = {}
    zone: list[bytes] = []
    begins = 0
    for number, line in content_lines(path, limits):
        name = name_of(line)
        value = line.partition(b":")[2].strip().upper().decode("ascii", "replace") if name in ("BEGIN", "END") else ""
        if name == "BEGIN" and value in ("VCALENDAR", "VEVENT", "VTIMEZONE"):
            if "VEVENT" in inside:
                calendar.cut_short.append((begins, event))
            inside = [] if value == "VCALENDAR" else ["VCALENDAR"]
            event, zone, begins = defaultdict(list), [], number
            calendar.found = True
        if name == "BEGIN" and len(inside) < _MAX_DEPTH:
            inside.append(value)
        if "VTIMEZONE" in inside:
            zone.append(line)
        elif inside[-1:] == ["VEVENT"] and name in _WANTED:
            event[name].append(parse(line))
        elif inside == ["VCALENDAR"] and name == "METHOD":
            calendar.cancels = parse(line).value.strip().upper() == "CANCEL"
        elif inside == ["VCALENDAR"] and name == "X-WR-TIMEZONE":
            calendar.zones.default = parse(line).value.strip()
        if name == "END" and value in inside:
            del inside[len(inside) - 1 - inside[::-1].index(value) :]
            if value == "VEVENT":
                calendar.events.append((begins, event))
            elif value == "VTIMEZONE":
                calendar.zones.declare(zone)
    if "VEVENT" in inside:
        calendar.cut_short.append((begins, event))
    return calendar


def _rows(calendar: _Calendar) -> Iterator[Row]:
    now = datetime.now(UTC)
    moved: dict[str, set[str]] = defaultdict(set)
    newest: dict[tuple[str, str], tuple[int, int]] = {}
    for line, event in calendar.events:
        uid, recurrence = _uid(event), _recurrence(event, calendar.zones)
        moved[uid].add(recurrence)
        newest[uid, recurrence] = max(newest.get((uid, recurrence), (0, 0)), (_sequence(event), line))
    count = 0
    for line, event in calendar.events:
        uid, recurrence = _uid(event), _recurrence(event, calendar.zones)
        replaced = bool(uid) and newest[uid, recurrence][1] != line
        for row in _event_rows(calendar, line, event, moved[uid], now, replaced=replaced):
            count += 1
            if count > _MAX_ROWS:
                raise SourceError(f"has more than {_MAX_ROWS} events, each time of recurring ones counted.")
            yield row
    for line, event in calendar.cut_short:
        yield Row(line, _raw(event, line), problem="is cut short: its END is missing")


def _event_rows(
    calendar: _Calendar, line: int, event: _Event, moved: set[str], now: datetime, *, replaced: bool
) -> Iterator[Row]:
    """An event, once for each time that it took place. `moved` are times that events of their own stand for."""
    raw = _raw(event, line)
    try:
        if not event.get("DTSTART"):
            raise ValueError("has no start")
        start = calendar.zones.moment(event["DTSTART"][0])
        length = _length(event, start, calendar.zones)
        recurrence = _recurrence(event, calendar.zones)
        times = [start] if recurrence else calendar.times(event, start, now)
    except ValueError as error:
        yield Row(line, raw, problem=str(error))
        return
    organizer, attendees = _people(event)
    uid = _uid(event) or _made_up(event)
    for at in times:
        if not recurrence and at.key in moved:
            continue
        left_out = _left_out(at, now, organizer, attendees, replaced=replaced)
        problem = "its start is before there were such calendars" if at.value.year < 1990 and not left_out else None
        cells = [
            f"{uid}@{recurrence or at.key}",
            at.text,
            None if length is None else str(length),
            None if _is_private(event) else unescaped(_first(event, "SUMMARY")) or None,
            organizer,
            ";".join(attendees) or None,
            "yes" if calendar.cancels or _first(event, "STATUS").strip().upper() == "CANCELLED" else None,
            left_out,
        ]
        yield Row(line, raw, cells, problem)


def _left_out(at: Moment, now: datetime, organizer: str | None, attendees: list[str], *, replaced: bool) -> str | None:
    if replaced:
        return "replaced by a newer version"
    if at.instant > now:
        return "in the future"
    return None if organizer and attendees else "with nobody else"


def _people(event: _Event) -> tuple[str | None, list[str]]:
    """Who called the others together, and those; where nobody did, the first of them stands for that."""
    organizers = [_person(found) for found in event.get("ORGANIZER", [])[:1]]
    came = [
        _person(found)
        for found in event.get("ATTENDEE", [])
        if not found.has("PARTSTAT", "DECLINED")
        and not found.has("CUTYPE", *_NO_PERSON)
        and not found.has("ROLE", "NON-PARTICIPANT")
    ]
    people: dict[str, str] = {}
    for name, address in (*organizers, *came):
        if address and not is_machine(address) and people.get(address) in (None, address):
            people[address] = written(name, address)
    everybody = list(people.values())
    return (everybody[0], everybody[1:]) if everybody else (None, [])


def _person(found: Property) -> tuple[str, str]:
    """The name and address of an organiser or attendee; the address is empty where there is none."""
    value = found.value.strip()
    address = value[7:] if value.lower().startswith("mailto:") else found.first("EMAIL") or value
    address = address.strip().lower()
    usable = "@" in address and not any(mark in address for mark in " ;<>,/")
    return found.first("CN"), address if usable else ""


def _length(event: _Event, start: Moment, zones: Zones) -> int | None:
    """How long an event lasts, in seconds; None for whole days, and where it does not say."""
    if start.is_day:
        return None
    length: timedelta | None = None
    if event.get("DTEND"):
        length = zones.moment(event["DTEND"][0]).instant - start.instant
    elif event.get("DURATION"):
        length = duration(event["DURATION"][0].value)
    return int(length.total_seconds()) if length is not None and length >= timedelta(0) else None


def _recurrence(event: _Event, zones: Zones) -> str:
    """Which time of a recurring event this one stands for; empty for the whole event."""
    try:
        return zones.moment(event["RECURRENCE-ID"][0]).key if event.get("RECURRENCE-ID") else ""
    except ValueError:
        return ""


def _sequence(event: _Event) -> int:
    text = _first(event, "SEQUENCE").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _uid(event: _Event) -> str:
    return "".join(_first(event, "UID").split())


def _is_private(event: _Event) -> bool:
    return _first(event, "CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL")


def _first(event: _Event, name: str) -> str:
    return event[name][0].value if event.get(name) else ""


def _raw(event: _Event, line: int) -> str:
    uid = _uid(event)
    return f"UID: {uid}" if uid else f"the event at line {line}"


def _made_up(event: _Event) -> str:
    content = "\x1f".join(_first(event, name) for name in ("DTSTART", "SUMMARY", "ORGANIZER"))
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()
