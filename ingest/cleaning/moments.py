"""Days and moments in the styles in use.

A slash date such as `03/05/2024` is read day first or month first as the other values of its column tell
(`order_of`), else as the user declares; where neither tells, it is not read at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import polars as pl

from ingest.cleaning.cleaned import Cleaned, apply_rest, nothing, plain, put, shown
from ingest.cleaning.text import width
from ingest.cleaning.zones import zone_named

__all__ = ["Order", "clean_date", "clean_moment", "clean_unix", "order_of", "unix_moment"]

Order = Literal["day", "month"]
"""Which comes first in `03/05/2024`."""

_ZONE = (
    r"(?P<zone>z|(?:utc|gmt)?[+-][0-9]{1,2}(?::?[0-9]{2})?|[a-z]{3,5}|北京时间|[a-z]+(?:/[a-z_]+){1,2}|\[[a-z/_]+\])?"
)
_HALF = "上午|早上|凌晨|清晨|中午|下午|傍晚|晚上|夜里|[ap]\\.?m\\.?"
_TIME = (
    rf"(?P<half>{_HALF})?\s*(?P<hour>[0-9]{{1,2}})(?:[:时時点點](?P<minute>[0-9]{{1,2}})?分?"
    rf"(?::?(?P<second>[0-9]{{1,2}})秒?(?:[.,](?P<fraction>[0-9]{{1,9}}))?)?)?(?:\s*(?P<half_after>[ap]\.?m\b\.?))?"
)
_REST = rf"日?(?:(?:[t\s,]+|(?:日|号)\s*){_TIME})?[日号]?\s*{_ZONE}$"
_WEEKDAY = r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+|\(?(?:星期|周|礼拜)[一二三四五六日天]\)?"
_MONTH = r"(?P<name>[a-zä]{3,9})\.?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_MONTH_DAY = rf"(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*(?P<day>[0-9]{{1,2}})\s*{_REST}"

_STYLES = (
    (
        "date style",
        rf"^(?P<year>[0-9]{{4}})\s*[-/.年]\s*(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*(?P<day>[0-9]{{1,2}})\s*{_REST}",
    ),
    ("Republic of China year", rf"^民[国國](?P<roc>[0-9]{{1,3}})年\s*{_MONTH_DAY}"),
    (
        "date style",
        r"^(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:[t\s]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?)?"
        r"(?P<zone>z|[+-][0-9]{2}:?[0-9]{2})?$",
    ),
    ("date style", rf"^(?P<day>[0-9]{{1,2}})\.\s*(?P<month>[0-9]{{1,2}})\.\s*{_YEAR}{_REST}"),
    ("slash", rf"^(?P<one>[0-9]{{1,2}})\s*/\s*(?P<two>[0-9]{{1,2}})\s*/\s*{_YEAR}{_REST}"),
    ("slash", rf"^(?P<one>[0-9]{{1,2}})-(?P<two>[0-9]{{1,2}})-(?P<year>[0-9]{{4}}){_REST}"),
    ("date style", rf"^(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*{_MONTH}[\s,-]*{_YEAR}{_REST}"),
    ("date style", rf"^{_MONTH}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}}){_REST}"),
    (
        "date style",
        rf"^{_MONTH}\s*(?P<day>[0-9]{{1,2}})\s+{_TIME}\s+(?:(?P<zone>[a-z]{{3,5}})\s+)?(?P<year>[0-9]{{4}})$",
    ),
)
_SLASHES = tuple(pattern for style, pattern in _STYLES if style == "slash")
_NULL_DATE = r"^0{1,4}[-/.]0{1,2}[-/.]0{1,4}(?:[t\s]+[0:.]+)?$"
_SERIAL = r"^[1-7][0-9]{4}(?:\.[0-9]+)?$"
_ISO = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:Z|z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?$"
)
_MONTH_NAMES = (
    ("january", "januar"),
    ("february", "februar"),
    ("march", "märz", "mrz"),
    ("april",),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august",),
    ("september",),
    ("october", "oktober"),
    ("november",),
    ("december", "dezember"),
)
_MONTHS = {
    name[:length]: str(month)
    for month, names in enumerate(_MONTH_NAMES, 1)
    for name in names
    for length in range(3, len(name) + 1)
}
_FORMATS = ("%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_SAMPLE = 16
_FIRST_YEAR = 1000
"""Years of fewer digits are not meant: `24-03-05` is no day of the year 24."""
_LOCAL, _UTC = pl.Datetime("us"), pl.Datetime("us", "UTC")
_FIELDS = (
    *("year", "roc", "month", "name", "day", "one", "two"),
    *("half", "half_after", "hour", "minute", "second", "fraction", "zone"),
)
_AFTERNOON, _MORNING = r"^(?:p|下午|傍晚|晚上|夜里)", r"^(?:a|上午|早上|凌晨|清晨)"
_FIRST_SERIAL = pl.lit("1899-12-30").str.to_datetime("%Y-%m-%d", time_unit="us")


@dataclass(frozen=True)
class _Read:
    """Local times, the zone that each names, and by which rule each was read; all null where none was."""

    local: pl.Series
    zone: pl.Series
    rule: pl.Series


def clean_moment(cells: pl.Series, zone: str, order: Callable[[], Order | None]) -> Cleaned:
    """Moments in UTC. A time without a zone is in `zone`; one that its clocks skipped is an hour later."""
    local, is_utc, rest = _fast(cells)
    values = local.dt.replace_time_zone("UTC") if is_utc else _in_zone(local, zone)
    if not rest.any():
        return Cleaned(values)
    read = _read(cells.filter(rest), order)
    return _finished(cells, values, rest, _with_zones(read, zone), read.rule, "is not a date or time")


def clean_date(cells: pl.Series, order: Callable[[], Order | None]) -> Cleaned:
    """Days; a time beside them is dropped."""
    local, _, rest = _fast(cells)
    values = local.dt.date()
    if not rest.any():
        return Cleaned(values)
    read = _read(cells.filter(rest), order)
    return _finished(cells, values, rest, read.local.dt.date(), read.rule, "is not a date")


def clean_unix(cells: pl.Series, per_second: int) -> Cleaned:
    """Moments in UTC from seconds since 1970, or with `per_second` 1000 from milliseconds."""
    values = plain(cells, lambda column: unix_moment(column, per_second=per_second))
    unit = "seconds" if per_second == 1 else "milliseconds"
    bad = cells.is_not_null() & values.is_null()
    return Cleaned(values, problems=_told(cells, bad, f"is not a time in {unit} since 1970"))


def unix_moment(column: pl.Expr, *, per_second: int = 1) -> pl.Expr:
    """A moment in UTC from seconds since 1970, or with `per_second` 1000 from milliseconds."""
    seconds = width(column).cast(pl.Float64, strict=False) / per_second
    seconds = pl.when(seconds.is_between(-62_135_596_800, 253_402_300_799)).then(seconds)
    return (seconds * 1_000_000).cast(pl.Int64).cast(_UTC)


def order_of(column: pl.LazyFrame, name: str) -> Order | None:
    """Which comes first in the slash dates of a whole column: told by values over 12, unless they contradict."""
    text = width(pl.col(name)).str.to_lowercase().str.strip_chars()
    counts = column.select(
        pl.coalesce(text.str.extract_groups(pattern).struct.field(part) for pattern in _SLASHES)
        .cast(pl.Int64)
        .max()
        .alias(part)
        for part in ("one", "two")
    ).collect()
    day, month = ((counts[part].item() or 0) > 12 for part in ("one", "two"))
    return None if day == month else ("day" if day else "month")


def _fast(cells: pl.Series) -> tuple[pl.Series, bool, pl.Series]:
    """Local times read by the one ISO format that the first cells have, whether it is UTC, and which cells are left."""
    sample = cells.drop_nulls().head(_SAMPLE)
    for format in _FORMATS if sample.len() else ():
        if not sample.str.strptime(_LOCAL, format, strict=False).has_nulls():
            local = cells.str.strptime(_LOCAL, format, strict=False)
            local = local.set((local.dt.year() < _FIRST_YEAR).fill_null(False), None)
            return local, format.endswith("Z"), cells.is_not_null() & local.is_null()
    return pl.repeat(None, cells.len(), dtype=_LOCAL, eager=True), False, cells.is_not_null()


def _read(cells: pl.Series, order: Callable[[], Order | None]) -> _Read:
    """Every style is tried on the cells that those before it could not read; `order` is asked for slash dates."""
    text = plain(cells, lambda c: width(c).str.to_lowercase().str.replace_all(_WEEKDAY, "").str.strip_chars())
    local = pl.repeat(None, cells.len(), dtype=_LOCAL, eager=True)
    zone = rule = pl.repeat(None, cells.len(), dtype=pl.String, eager=True)
    for style, pattern in _STYLES:
        places = (local.is_null() & text.str.contains(pattern)).arg_true()
        if places.len():
            found = text.gather(places).str.extract_groups(pattern).struct.unnest()
            absent = [pl.lit(None, pl.String).alias(name) for name in _FIELDS if name not in found.columns]
            first = order() if style == "slash" else None
            times = found.with_columns(absent).select(_local(first).alias("local"), "zone")
            local = put(local, places, times["local"])
            zone = put(zone, places, times["zone"])
            named = (
                {"day": "day first", "month": "month first", None: "date style"}[first] if style == "slash" else style
            )
            rule = put(rule, places, pl.repeat(named, places.len(), eager=True))
    serial = local.is_null() & text.str.contains(_SERIAL)
    local = apply_rest(local, serial, text, _from_serial)
    rule = rule.set(serial & local.is_not_null(), "Excel date")
    rule = rule.set(cells.str.contains(_ISO), None)
    return _Read(local, zone, rule.set(text.str.contains(_NULL_DATE), "null date"))


def _local(order: Order | None) -> pl.Expr:
    """The local time that the parts of a date mean."""
    one, two, two_digits = (
        pl.col("one").cast(pl.Int64),
        pl.col("two").cast(pl.Int64),
        pl.col("year").str.len_chars() == 2,
    )
    year = pl.col("year").cast(pl.Int64)
    year = pl.when(two_digits).then(year + pl.when(year < 69).then(2000).otherwise(1900)).otherwise(year)
    day_first = pl.lit(order == "day") if order else (one > 12) | (one == two)
    told = pl.lit(order is not None) | (one > 12) | (two > 12) | (one == two)
    day, month = pl.when(day_first).then(one).otherwise(two), pl.when(day_first).then(two).otherwise(one)
    named = pl.col("name").replace_strict(_MONTHS, default=None, return_dtype=pl.String)
    parts = (
        pl.coalesce(year, pl.col("roc").cast(pl.Int64) + 1911).cast(pl.String).str.zfill(4),
        pl.coalesce("month", named, pl.when(told).then(month).cast(pl.String)).str.zfill(2),
        pl.coalesce("day", pl.when(told).then(day).cast(pl.String)).str.zfill(2),
        _hour().cast(pl.String).str.zfill(2),
        pl.col("minute").fill_null("0").str.zfill(2),
        pl.col("second").fill_null("0").str.zfill(2) + "." + pl.col("fraction").fill_null("0").str.slice(0, 6),
    )
    return pl.concat_str(parts, separator="-").str.strptime(_LOCAL, "%Y-%m-%d-%H-%M-%S%.f", strict=False)


def _hour() -> pl.Expr:
    hour, half = pl.col("hour").fill_null("0").cast(pl.Int64), pl.coalesce("half", "half_after")
    afternoon = half.str.contains(_AFTERNOON) & (hour < 12) | (half == "中午") & (hour < 11)
    midnight = half.str.contains(_MORNING) & (hour == 12)
    return pl.when(afternoon).then(hour + 12).when(midnight).then(0).otherwise(hour)


def _from_serial(text: pl.Series) -> pl.Series:
    """Days since 1899-12-30, as Excel counts them, to the second."""
    return plain(text, lambda days: _FIRST_SERIAL + pl.duration(seconds=(days.cast(pl.Float64) * 86_400).round()))


def _with_zones(read: _Read, zone: str) -> pl.Series:
    """Local times as moments, each in the zone that it names, else in `zone`."""
    values = _in_zone(read.local.set(read.zone.is_not_null(), None), zone)
    for name in read.zone.drop_nulls().unique():
        meant = zone_named(name, zone)
        here = read.zone == name
        if isinstance(meant, int):
            moments = (read.local.filter(here) - timedelta(minutes=meant)).dt.replace_time_zone("UTC")
        elif meant is not None:
            moments = _in_zone(read.local.filter(here), meant)
        else:
            continue
        values = put(values, here.arg_true(), moments)
    return values


def _in_zone(local: pl.Series, zone: str) -> pl.Series:
    if zone == "UTC":
        return local.dt.replace_time_zone("UTC")

    def at(moment: pl.Expr) -> pl.Expr:
        return moment.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")

    return plain(
        local, lambda t: pl.coalesce(at(t), at(t + pl.duration(hours=1))).dt.convert_time_zone("UTC").cast(_UTC)
    )


def _finished(
    cells: pl.Series, values: pl.Series, rest: pl.Series, found: pl.Series, rule: pl.Series, saying: str
) -> Cleaned:
    """Puts what the slow way found where the fast one found nothing."""
    places = rest.arg_true()
    values = put(values, places, found)
    rules = put(nothing(cells), places, rule.set(found.is_null() & (rule != "null date").fill_null(True), None))
    bad = rest & values.is_null() & (rules != "null date").fill_null(True)
    problems = _told(cells, bad, saying)
    if problems is not None:
        unclear = bad & plain(cells, _is_slash)
        advice = "may begin with its day or its month: set ingest.date_order, or write 2024-03-05"
        problems = apply_rest(problems, unclear, cells, lambda slashes: shown(slashes, advice))
    return Cleaned(values, rules, problems)


def _is_slash(column: pl.Expr) -> pl.Expr:
    text = width(column).str.to_lowercase().str.strip_chars()
    return pl.any_horizontal(text.str.contains(pattern) for pattern in _SLASHES).fill_null(False)


def _told(cells: pl.Series, bad: pl.Series, saying: str) -> pl.Series | None:
    return apply_rest(nothing(cells), bad, cells, lambda wrong: shown(wrong, saying)) if bad.any() else None
