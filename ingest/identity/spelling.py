"""Names in one alphabet: Chinese ones in pinyin, Latin ones without accents, both without regard to their order."""

from __future__ import annotations

import re

import polars as pl

from guanxi.pinyin import in_two
from ingest.cleaning.text import HAN, by_distinct

__all__ = ["forms", "place", "spelled"]

_HAN_ONLY = re.compile(rf"^[{HAN}]+$")
_ANY_HAN = re.compile(rf"[{HAN}]")
_U_UMLAUT = re.compile(r"\b([ln])(?:v|yu)\b")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def spelled(core: pl.Expr) -> pl.Expr:
    """A name's core in Latin letters, one word each for surname and given name: `单晓明` -> `shan xiaoming`."""
    return by_distinct(core, _spelled)


def place(column: pl.Expr) -> pl.Expr:
    """A place in lower-case Latin letters: `杭州市` and `Hangzhou` are both `hangzhou`."""
    bare = column.str.to_lowercase().str.replace(r"市$", "")
    return by_distinct(bare, lambda name: _pinyin(name) if _ANY_HAN.search(name) else name)


def forms(latin: pl.Expr) -> dict[str, pl.Expr]:
    """What names in Latin letters are compared by.

    `name` is as written, without blanks; `turned` has its last word first; `forms` is a list of these and of the one
    with its first word last; `name_key` is the same for both orders; `shorts` is a list of one word with the other's
    initial; `has_initial` says that a word is only an initial.
    """
    written = latin.str.replace_all(" ", "")
    turned = latin.str.replace(r"^(.+) (\S+)$", "${2}${1}").str.replace_all(" ", "")
    other = latin.str.replace(r"^(\S+) (.+)$", "${2}${1}").str.replace_all(" ", "")
    first, last = latin.str.extract(r"^(\S+) "), latin.str.extract(r" (\S+)$")
    shorts = pl.concat_list(last + pl.lit(" ") + first.str.slice(0, 1), first + pl.lit(" ") + last.str.slice(0, 1))
    return {
        "name": written,
        "turned": turned,
        "forms": pl.concat_list(written, turned, other).list.unique(maintain_order=True),
        "name_key": pl.min_horizontal(written, turned),
        "shorts": shorts.list.drop_nulls().list.unique(maintain_order=True),
        "has_initial": latin.str.contains(r"(^|\s)\S(\s|$)"),
    }


def _spelled(core: str) -> str | None:
    if _HAN_ONLY.match(core) and len(core) > 1:
        surname, given = in_two(core)
        return _one_u(f"{''.join(surname)} {''.join(given)}")
    return _one_u(_pinyin(core) if _ANY_HAN.search(core) else core.translate(_LETTERS)) or None


def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def _one_u(latin: str) -> str:
    """`lv` and `lyu` as `lu`: three ways to write 吕."""
    return _U_UMLAUT.sub(r"\1u", latin)
