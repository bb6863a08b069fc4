"""Amounts of money and their currencies, which may stand in one cell."""

from __future__ import annotations

from functools import cache

import polars as pl

from ingest.cleaning.cleaned import Cleaned, apply_rest, nothing, plain, shown
from ingest.cleaning.numbers import number
from ingest.cleaning.text import width

__all__ = ["clean_currency", "clean_money"]

_SIGNS = {
    **dict.fromkeys(("¥", "rmb", "元", "圆", "人民币", "人民币元", "cny¥", "yuan"), "CNY"),
    **dict.fromkeys(("$", "us$", "usd$", "美元", "美金", "dollar", "dollars", "us dollar", "us dollars"), "USD"),
    **dict.fromkeys(("€", "欧元", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "英镑", "pound", "pounds", "pound sterling"), "GBP"),
    **dict.fromkeys(("円", "日元", "日圆", "jp¥", "yen"), "JPY"),
    **dict.fromkeys(("hk$", "港币", "港元"), "HKD"),
    **dict.fromkeys(("nt$", "台币", "新台币"), "TWD"),
    **dict.fromkeys(("s$", "sg$", "新加坡元", "新币"), "SGD"),
    **dict.fromkeys(("a$", "au$", "澳元"), "AUD"),
    **dict.fromkeys(("c$", "ca$", "加元"), "CAD"),
    **dict.fromkeys(("₩", "韩元"), "KRW"),
    **dict.fromkeys(("₹", "卢比"), "INR"),
    **dict.fromkeys(("fr.", "sfr.", "瑞士法郎"), "CHF"),
    **dict.fromkeys(("r$",), "BRL"),
    **dict.fromkeys(("₽", "卢布"), "RUB"),
}
"""Currencies by what is written for them; a lone ¥ is the yuan, a lone $ the dollar of the United States."""

_UNITS = {
    **dict.fromkeys(("k", "千", "thousand"), 1e3),
    **dict.fromkeys(("万", "萬", "w"), 1e4),
    **dict.fromkeys(("百万", "mn", "mio", "million"), 1e6),
    "千万": 1e7,
    **dict.fromkeys(("亿", "億"), 1e8),
    **dict.fromkeys(("bn", "billion"), 1e9),
}
_WORD = r"[^0-9\s.,()+-][^0-9()]*?"
_AMOUNT = (
    rf"^(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>{_WORD})?\s*(?P<inner>[+-])?(?P<number>[0-9][0-9.,'’\s]*)\s*"
    rf"(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})?\s*(?P<after>{_WORD})?\s*(?P<close>\))?$"
)
_SIDES = ("before", "after")
_SIGN_BEFORE_BRACKET = r"^([^0-9\s()]+)\s*\((.+)\)$"


def clean_money(cells: pl.Series) -> Cleaned:
    """Amounts; a currency beside an amount becomes `currency`. `3.5万元` is 35000 CNY, `(1,200.00)` is -1200."""
    fast = plain(cells, lambda c: c.cast(pl.Float64, strict=False))
    fast = fast.set(~fast.is_finite(), None)
    rest = cells.is_not_null() & fast.is_null()
    if not rest.any():
        return Cleaned(fast, beside={"currency": nothing(cells)})
    found = _split(cells.filter(rest))
    places, good = rest.arg_true(), found["amount"].is_not_null()
    values = fast.scatter(places, found["amount"])
    rules = nothing(cells).scatter(places, found["rule"].set(~good, None))
    currency = nothing(cells).scatter(places, found["currency"].set(~good, None))
    wrong = rest & values.is_null()
    problems = apply_rest(nothing(cells), wrong, cells, lambda bad: shown(bad, "is not an amount of money"))
    return Cleaned(values, rules, problems, beside={"currency": currency})


def clean_currency(cells: pl.Series) -> Cleaned:
    """Currencies by their ISO 4217 codes; those that are not known are kept."""
    words = cells.unique().drop_nulls()
    code = [_currency(word) for word in words]
    known = cells.replace_strict(words, code, default=None, return_dtype=pl.String) if words.len() else cells
    changed = (known.is_not_null() & (known != cells)).fill_null(False)
    rules = pl.select(pl.when(changed).then(pl.lit("currency"))).to_series()
    return Cleaned(known.fill_null(cells), rules, doubtful=cells.is_not_null() & known.is_null())


def _split(cells: pl.Series) -> pl.DataFrame:
    """Cells as `amount`, `currency`, and the `rule` by which they were read; an unknown word makes the amount null."""
    lower = plain(cells, lambda c: width(c).str.to_lowercase().str.strip_chars())
    parts = lower.str.replace(_SIGN_BEFORE_BRACKET, "(${1}${2})").str.extract_groups(_AMOUNT).struct.unnest()
    words = pl.concat([parts["before"], parts["after"]]).drop_nulls().unique()
    codes = {word: code for word in words if (code := _currency(word)) is not None}
    before, after = (pl.col(side).replace_strict(codes, default=None, return_dtype=pl.String) for side in _SIDES)
    negative = pl.col("open").is_not_null() | (pl.coalesce("sign", "inner") == "-").fill_null(False)
    unit = pl.col("unit").replace_strict(_UNITS, default=1.0, return_dtype=pl.Float64)
    size = number(pl.col("number").str.strip_chars()) * unit * pl.when(negative).then(-1).otherwise(1)
    understood = (
        (pl.col("open").is_null() == pl.col("close").is_null())
        & (pl.col("before").is_null() == before.is_null())
        & (pl.col("after").is_null() == after.is_null())
        & (before == after).fill_null(True)
    )
    currency = pl.coalesce(before, after)
    rule = pl.when(currency.is_not_null()).then(pl.lit("currency")).otherwise(pl.lit("number format"))
    return parts.select(pl.when(understood).then(size).alias("amount"), currency.alias("currency"), rule.alias("rule"))


@cache
def _currency(word: str) -> str | None:
    return _codes().get(" ".join(word.split()).casefold())


@cache
def _codes() -> dict[str, str]:
    from babel import Locale

    codes: dict[str, str] = {}
    for language in ("en", "zh"):
        names = {code: str(name) for code, name in Locale(language).currencies.items()}
        codes |= {name.casefold(): code for code, name in names.items()}
        codes |= {code.casefold(): code for code in names}
    return codes | _SIGNS
