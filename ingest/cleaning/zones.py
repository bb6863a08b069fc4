"""Time zones as they are named beside times."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["zone_named"]

_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?")
_NO_ZONES = {"Factory", "localtime"}
"""Entries of the database that name no zone."""
_HOURS = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "edt": -4,
    "est": -5,
    "cdt": -5,
    "mdt": -6,
    "mst": -7,
    "pdt": -7,
    "pst": -8,
    "hkt": 8,
    "sgt": 8,
    "北京时间": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
}
"""Hours before UTC. CST and IST are missing: they stand for several zones."""


def zone_named(name: str, declared: str) -> int | str | None:
    """Minutes before UTC, or the name in the time zone database, of a zone in lower case; None where it is not known.

    An abbreviation that `declared` itself goes by, CST in Asia/Shanghai as well as in America/Chicago, means that zone.
    """
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        sign = -1 if offset[1] == "-" else 1
        return sign * (int(offset[2]) * 60 + int(offset[3] or 0))
    if name in _own_names(declared):
        return declared
    if name in _HOURS:
        return _HOURS[name] * 60
    return _database().get(name.strip("[]"))


@cache
def _own_names(zone: str) -> frozenset[str]:
    there = ZoneInfo(zone)
    return frozenset((datetime(2024, month, 15, tzinfo=there).tzname() or "").lower() for month in (1, 7))


@cache
def _database() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() - _NO_ZONES}
