"""Times in calendars: time zones by whatever name, and the times of events that recur."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import cast
from zoneinfo import ZoneInfo

from ingest.sources.content import Property

__all__ = ["MAX_TIMES", "Moment", "Zones", "duration", "occurrences"]

MAX_TIMES = 1_000
"""The newest times of a recurring event that are read."""

_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?(Z)?)?", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_RULE = re.compile(r"[A-Z0-9=;,:+-]{5,1000}", re.IGNORECASE)
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_MAX_ZONE_LINES = 500
_OLDEST_RULE = 1970


@dataclass(frozen=True)
class Moment:
    """A time as a calendar has it: on the wall clock of a zone, of whatever zone (None), or a whole day."""

    value: datetime
    zone: tzinfo | None
    is_day: bool

    @property
    def instant(self) -> datetime:
        """In UTC; a time without a zone is taken for UTC."""
        return self.value.replace(tzinfo=self.zone or UTC).astimezone(UTC)

    @property
    def text(self) -> str:
        """ISO 8601: a day, a time without a zone, or a time in UTC."""
        if self.is_day:
            return f"{self.value:%Y-%m-%d}"
        return f"{self.value:%Y-%m-%dT%H:%M:%S}" if self.zone is None else f"{self.instant:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def key(self) -> str:
        """What tells the times of an event apart: `20240305`, or `20240305T091400Z`."""
        return self.text.replace("-", "").replace(":", "")


@dataclass
class Zones:
    """The time zones of one calendar; `default` is the name of that of times that name none, if any."""

    default: str = ""
    _declared: dict[str, list[bytes]] = field(default_factory=dict)
    _known: dict[str, tzinfo] = field(default_factory=dict)

    def declare(self, block: list[bytes]) -> None:
        """Note the lines of a VTIMEZONE."""
        for line in block:
            if line.upper().startswith(b"TZID"):
                self._declared[line.partition(b":")[2].decode("utf-8", "replace").strip()] = block

    def moment(self, found: Property) -> Moment:
        """The time that a property such as DTSTART gives. Raises ValueError in words."""
        return next(self.moments(found))

    def moments(self, found: Property) -> Iterator[Moment]:
        """The times that a property such as EXDATE lists; of periods, when they begin. Raises ValueError in words."""
        named = found.first("TZID")
        for text in found.value.split(","):
            parts = _MOMENT.fullmatch(text.partition("/")[0].strip())
            if parts is None:
                raise ValueError(f"'{text.strip()[:40]}' is not a date or time")
            yield self._made(parts, named)

    def _made(self, parts: re.Match[str], named: str) -> Moment:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups()[:6])
        try:
            value = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001  # its zone stands beside it
        except ValueError as error:
            raise ValueError(f"'{parts[0]}' is not a date or time") from error
        if parts[4] is None:
            return Moment(value, None, is_day=True)
        if parts[7]:
            return Moment(value, UTC, is_day=False)
        return Moment(value, self._zone(named or self.default), is_day=False)

    def _zone(self, name: str) -> tzinfo | None:
        if name and name not in self._known:
            self._known[name] = self._found(name)
        return self._known.get(name)

    def _found(self, name: str) -> tzinfo:
        """A zone by its IANA name (also at the end of a path), its Windows name, or as the calendar declares it."""
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        parts = name.strip("/").split("/")
        candidates = [name, WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[-length:]) for length in (2, 3))]
        for candidate in candidates:
            zone = _iana(candidate)
            if zone is not None:
                return zone
        declared = _as_declared(self._declared.get(name, []))
        if declared is None:
            raise ValueError(f"its time zone, '{name[:60]}', is not known")
        return declared


def duration(value: str) -> timedelta | None:
    """The length that a text such as PT1H30M says, None where it says none."""
    parts = _DURATION.fullmatch(value.strip())
    if parts is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if parts[1] == "-" else length


def occurrences(event: dict[str, list[Property]], start: Moment, until: datetime, zones: Zones) -> list[Moment]:
    """The times of an event up to `until`, the newest MAX_TIMES of them; of one that does not recur, its start.

    They follow the wall clock of the event's zone, also across changes of summer time. Raises ValueError in words.
    """
    extra = [moment for found in event.get("RDATE", []) for moment in zones.moments(found)]
    without = {moment.key for found in event.get("EXDATE", []) for moment in zones.moments(found)}
    rules = event.get("RRULE", [])
    if not rules and not extra:
        return [start]
    times = {start.key: start} | {moment.key: moment for moment in extra if moment.instant <= until}
    for rule in rules[:1]:
        for value in _by_rule(rule.value, start, until):
            moment = Moment(value, start.zone, start.is_day)
            times[moment.key] = moment
    kept = sorted((moment for key, moment in times.items() if key not in without), key=lambda moment: moment.instant)
    return kept[-MAX_TIMES:]


def _by_rule(rule: str, start: Moment, until: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    if not _RULE.fullmatch(rule.strip()) or "FREQ=" not in rule.upper():
        raise ValueError(f"'{rule.strip()[:60]}' is not a rule for recurring")
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if part)
    if parts.get("FREQ") in _TOO_OFTEN or {"BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER"} & parts.keys():
        raise ValueError("recurs more often than daily")
    if start.value.year < _OLDEST_RULE:
        raise ValueError("its start is before there were such calendars")
    if parts.get("INTERVAL", "1").strip("0") == "":
        raise ValueError("recurs without an interval")
    now = _on_its_clock(until, start)
    last = min(now, _end(parts.pop("UNTIL", ""), start) or now)
    count = parts.pop("COUNT", "")
    try:
        every = rrulestr(";".join("=".join(part) for part in parts.items()), dtstart=start.value)
        times = islice(every.replace(until=last), int(count) if count else None)
        yield from deque(times, maxlen=MAX_TIMES)
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, AttributeError) as error:
        raise ValueError(f"'{rule.strip()[:60]}' is not a rule for recurring") from error


def _on_its_clock(instant: datetime, start: Moment) -> datetime:
    return instant.astimezone(start.zone or UTC).replace(tzinfo=None)


def _end(until: str, start: Moment) -> datetime | None:
    """The last moment that a rule's UNTIL allows, on the clock of the event; a day lasts until its end."""
    said = _MOMENT.fullmatch(until)
    if said is None:
        return None
    day = datetime(int(said[1]), int(said[2]), int(said[3]))  # noqa: DTZ001  # on the clock of the event
    if said[4] is None:
        return day + timedelta(days=1, seconds=-1)
    moment = day.replace(hour=int(said[4]), minute=int(said[5]), second=min(int(said[6]), 59))
    return _on_its_clock(moment.replace(tzinfo=UTC), start) if said[7] else moment


def _iana(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def _as_declared(block: list[bytes]) -> tzinfo | None:
    """The zone that a VTIMEZONE names, else describes; None where it does neither in a way that can be trusted."""
    from icalendar import Timezone

    for line in block:
        name, _, value = line.partition(b":")
        if name.upper() == b"X-LIC-LOCATION":
            return _iana(value.decode("utf-8", "replace").strip())
    rules = [line.upper() for line in block if line.upper().startswith(b"RRULE")]
    if not block or len(block) > _MAX_ZONE_LINES or not all(b"FREQ=YEARLY" in rule for rule in rules):
        return None
    try:
        zone: tzinfo = cast(Timezone, Timezone.from_ical(b"\r\n".join(block))).to_tz()
        datetime(2000, 1, 1, tzinfo=zone).astimezone(UTC)
    except Exception:  # what the library may meet in a damaged description is not declared
        return None
    return zone
