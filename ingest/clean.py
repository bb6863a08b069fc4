"""Text to values, column by column. What cannot be understood becomes null; `validate` then says so."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingest.records import Type

__all__ = ["MISSING", "boolean", "date", "moment", "number", "reference", "text", "typed", "unix_moment"]

MISSING = ("", "null", "(null)", "<null>", "n/a", "#n/a", "nan", "\\n", "nil", "无", "空", "-", "--", "—")
"""What stands for nothing, in any case of letters."""

_INVISIBLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_TRUE = ("true", "yes", "y", "1", "on", "t", "x", "是", "对", "有")
_FALSE = ("false", "no", "n", "0", "off", "f", "否", "不", "没有")
_DATE = (
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})[:时点](\d{1,2})分?(?::?(\d{1,2})秒?(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?$"
)
_CURRENCY = r"(?i)^(?:CNY|RMB|USD|EUR|GBP|JPY|US\$|[¥€£$])\s*|\s*(?:CNY|RMB|USD|EUR|GBP|JPY|[¥€£$元])$"
_EMAIL_IN_BRACKETS = r"<\s*([^<>\s]+@[^<>\s]+)\s*>"


def text(column: pl.Expr) -> pl.Expr:
    """Trimmed, without invisible characters; null where it stands for nothing."""
    trimmed = column.str.replace_all(_INVISIBLE, "").str.strip_chars()
    return pl.when(trimmed.str.to_lowercase().is_in(MISSING)).then(None).otherwise(trimmed)


def number(column: pl.Expr) -> pl.Expr:
    """A finite number. Full-width digits, currency signs and separators of thousands are understood.

    With both a comma and a point, the later one is the decimal sign; a lone comma before three digits separates
    thousands, else it is the decimal sign.
    """
    plain = column.str.normalize("NFKC").str.replace_all(_CURRENCY, "").str.replace_all(r"[\s'’]", "")
    european = plain.str.contains(r"^[+-]?\d{1,3}(?:\.\d{3})*,\d+$") & ~plain.str.contains(r"^[+-]?\d{1,3},\d{3}$")
    point = pl.when(european).then(plain.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
    american = plain.str.replace(r"^([+-]?\d+),(\d{1,2}|\d{4,})$", "${1}.${2}")
    american = (
        pl.when(american.str.contains(r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"))
        .then(american.str.replace_all(",", "", literal=True))
        .otherwise(american)
    )
    value = point.otherwise(american).cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def boolean(column: pl.Expr) -> pl.Expr:
    """True or false, as words in English and Chinese, 1 and 0."""
    word = column.str.normalize("NFKC").str.to_lowercase()
    return pl.when(word.is_in(_TRUE)).then(True).when(word.is_in(_FALSE)).then(False)


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


def unix_moment(column: pl.Expr) -> pl.Expr:
    """A moment in UTC from seconds since 1970."""
    seconds = column.str.normalize("NFKC").cast(pl.Float64, strict=False)
    seconds = pl.when(seconds.is_between(-62_135_596_800, 253_402_300_799)).then(seconds)
    return (seconds * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us", "UTC"))


def reference(column: pl.Expr) -> pl.Expr:
    """The id or e-mail address that names a record: `Name <a@b.c>` and capitals in an address do not matter."""
    bare = pl.coalesce(column.str.extract(_EMAIL_IN_BRACKETS), column)
    return pl.when(bare.str.contains("@", literal=True)).then(_email(bare)).otherwise(bare.str.normalize("NFKC"))


def typed(column: pl.Expr, kind: Type, zone: str, words: Mapping[str, str] | None = None) -> pl.Expr:
    """A cleaned text column as a column of type `kind`; `words` maps words to the ones that are stored."""
    if kind == "number":
        return number(column)
    if kind == "boolean":
        return boolean(column)
    if kind == "date":
        return date(column)
    if kind == "datetime":
        return moment(column, zone)
    if kind == "unix seconds":
        return unix_moment(column)
    if kind == "email":
        return _email(column)
    if kind == "id":
        return column.str.normalize("NFKC")
    if kind == "word":
        word = column.str.to_lowercase()
        return word.replace(dict(words)) if words else word
    return column


def _email(column: pl.Expr) -> pl.Expr:
    return column.str.normalize("NFKC").str.to_lowercase().str.replace(r"^mailto:", "").str.replace_all(r"\s", "")


def _parts(column: pl.Expr) -> pl.Expr:
    return column.str.normalize("NFKC").str.extract_groups(_DATE)


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
