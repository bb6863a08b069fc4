"""Telephone numbers as E.164, by phonenumbers, Google's tables of every country's numbers.

A number that is not valid in the country it is taken for stays as it is written.
"""

from __future__ import annotations

import re

import polars as pl

from ingest.cleaning.cleaned import Cleaned, nothing, plain
from ingest.cleaning.countries import country_code
from ingest.cleaning.text import width

__all__ = ["clean_phone"]

_DONE = r"^\+[1-9][0-9]{6,14}$"
_EXTENSION = (
    r"(?i)^(.*?[0-9].*?)\s*(?:;\s*ext\s*=|[,;]?\s*(?:\bextension\b|\bext\b\.?|\bx|#|转|轉|分机|分機|内线)\s*[.:]?)"
    r"\s*([0-9]{1,8})$"
)
_CHINESE_MOBILE = r"^(?:\+?86|0086)?(1[3-9][0-9]{9})$"


def clean_phone(cells: pl.Series, countries: pl.Series | None, default: str | None) -> Cleaned:
    """Numbers without what is dialled inside the house, which becomes `phone_extension`.

    The country of a number is that of its row in `countries` (names or codes), else `default`. Without either, only
    numbers that begin with `+` or `00` are understood, and Chinese mobile numbers, which no others look like.
    """
    rest = cells.is_not_null() & ~cells.str.contains(_DONE).fill_null(True)
    if not rest.any():
        return Cleaned(cells, beside={"phone_extension": nothing(cells)})
    written = plain(cells.filter(rest), lambda c: width(c).str.replace(r"(?i)^tel:\s*", "").str.strip_chars())
    parts = written.str.extract_groups(_EXTENSION).struct.unnest()
    numbers = parts["1"].fill_null(written)
    mobile = plain(numbers, lambda c: "+86" + c.str.replace_all(r"[\s().-]", "").str.extract(_CHINESE_MOBILE))
    where = countries.filter(rest) if countries is not None else nothing(written)
    found = mobile.fill_null(_parsed(numbers, where, mobile.is_null(), default))
    understood = found.is_not_null()
    places = rest.arg_true()
    values = cells.clone().scatter(places, found.fill_null(cells.filter(rest)))
    rule = pl.when(parts["2"].is_null()).then(pl.lit("phone format")).otherwise(pl.lit("phone format, extension"))
    rules = nothing(cells).scatter(places, pl.select(pl.when(understood).then(rule)).to_series())
    extension = nothing(cells).scatter(places, parts["2"].set(~understood, None))
    return Cleaned(values, rules, doubtful=rest & rules.is_null(), beside={"phone_extension": extension})


def _parsed(numbers: pl.Series, countries: pl.Series, wanted: pl.Series, default: str | None) -> pl.Series:
    """The wanted numbers in E.164, each distinct one looked up once; null where a number is not valid."""
    pairs = pl.DataFrame({"number": numbers, "country": countries})
    distinct = pairs.filter(wanted).unique()
    e164 = [_e164(number, (country and country_code(country)) or default) for number, country in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("found", e164, pl.String))
    return pairs.join(known, on=["number", "country"], how="left", nulls_equal=True, maintain_order="left")["found"]


def _e164(number: str, country: str | None) -> str | None:
    import phonenumbers

    number = f"+{number[2:]}" if number.startswith("00") else number
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    e164 = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return e164 if re.match(_DONE, e164) else None  # some countries' tables let through more than E.164's 15 digits
