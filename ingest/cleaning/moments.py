"""Days and moments."""

from __future__ import annotations

import polars as pl

from ingest.cleaning.text import width

__all__ = ["date", "moment", "unix_moment"]

_DATE = (
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})[:时点](\d{1,2})分?(?::?(\d{1,2})秒?(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?$"
)


def date(column: pl.Expr) -> pl.Expr:
    """A day: 2024-03-05, 2024/3/5, 2024年3月5日, with or without a time, which is dropped."""
    return _local(_parts(column)).dt.date()


def moment(column: pl.Expr, zone: str) -> pl.Expr:
    """A moment in UTC. A time without a zone is in `zone`; one that its clocks skipped is an hour later."""
    parts = _parts(column)
    local = _local(parts)
    offset = parts.struct.field("8").str.to_uppercase()
    minutes = pl.when(offset.str.contains(r"^[+-]")).then(
        (offset.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + offset.str.slice(-2).cast(pl.Int64, strict=False))
        * pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    )
    at_offset = (local - pl.duration(minutes=minutes.fill_null(0))).dt.replace_time_zone("UTC")
    return pl.when(offset.is_null()).then(_in_zone(local, zone)).otherwise(at_offset)


def unix_moment(column: pl.Expr, *, per_second: int = 1) -> pl.Expr:
    """A moment in UTC from seconds since 1970, or with `per_second` 1000 from milliseconds."""
    seconds = width(column).cast(pl.Float64, strict=False) / per_second
    seconds = pl.when(seconds.is_between(-62_135_596_800, 253_402_300_799)).then(seconds)
    return (seconds * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us", "UTC"))


def _parts(column: pl.Expr) -> pl.Expr:
    return width(column).str.extract_groups(_DATE)


def _local(parts: pl.Expr) -> pl.Expr:
    def part(number: int, width: int, default: str) -> pl.Expr:
        return parts.struct.field(str(number)).fill_null(default).str.zfill(width)

    year = parts.struct.field("1")
    seconds = pl.concat_str([part(6, 2, "0"), parts.struct.field("7").fill_null("0").str.slice(0, 6)], separator=".")
    stamp = pl.concat_str(
        [year, part(2, 2, ""), part(3, 2, ""), part(4, 2, "0"), part(5, 2, "0"), seconds], separator="-"
    )
    return stamp.str.strptime(pl.Datetime("us"), "%Y-%m-%d-%H-%M-%S%.f", strict=False)


def _in_zone(local: pl.Expr, zone: str) -> pl.Expr:
    def at(moment: pl.Expr) -> pl.Expr:
        return moment.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")

    return pl.coalesce(at(local), at(local + pl.duration(hours=1))).dt.convert_time_zone("UTC")
