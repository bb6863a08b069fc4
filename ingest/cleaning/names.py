"""Names of people, Western and Chinese.

A cleaned name reads in its usual order, without salutation and academic degrees. `王总`, `张先生` or `Mr. Lee`, a
surname with a form of address, stays whole: without it too little would be left. A name in both scripts, as in
`王芳 (Fang Wang)`, is reduced to the Chinese one; `other_name` gives the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import polars as pl

from guanxi.pinyin import COMPOUND_SURNAMES
from ingest.cleaning.cleaned import Cleaned, apply_rest, nothing, plain
from ingest.cleaning.text import HAN, by_distinct, folded

__all__ = ["clean_name", "full_name", "other_name", "person_core", "person_name"]

_SALUTATIONS = "mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|herr|frau|mme|mlle|monsieur|madame|sr|sra|srta|ing"
_SALUTATION = re.compile(rf"^(?:(?:{_SALUTATIONS})(?:\.\s*|\s+))+(?=\S)", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?:(?:,\s*|\s+)(?:ph\.?\s?d|m\.?d|mba|m\.?sc|b\.?sc|m\.?eng|d\.?phil|ll\.?[bm]|cpa|cfa|pmp|esq)\.?)+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"^(?:([{HAN}·]{{2,}}?)\s*)"
    "(先生|女士|小姐|太太|老师|老師|博士|教授|工程师|医生|律师|总经理|副总经理|经理|總經理|經理|总监|董事长|主任|副总|总)$"
)
_SUFFIX = r"(?:jr|sr)\.?|[ivx]{2,4}"
_COMMA = re.compile(rf"^([^,]+?)\s*,\s*([^,]+?)(?:,?\s+({_SUFFIX}))?$", re.IGNORECASE)
_ONLY_SUFFIX = re.compile(rf"^(?:{_SUFFIX}|inc|ltd|llc|corp|gmbh|co|s\.?a)\.?$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]\s*([^()\[\]]+?)\s*[)\]]$")
_PASSES = 6
_HAN_NAME = re.compile(rf"^[{HAN}·\s]+$")
_LATIN_NAME = re.compile(r"^[^\W\d_][^\d@]*$")
_WORD = re.compile(r"[^\W\d_]+")
_PARTICLE = re.compile(
    "van|der|den|del?|della|d[io]|da|dos|das|du|la|le|von|zum?|zur|vom|ten|ter|te|bint?|ibn|al|el|af|av|e|y",
    re.IGNORECASE,
)
_NUMERAL = re.compile("I{2,3}|IV|VI{0,3}|IX", re.IGNORECASE)
_SHORT_SURNAME = re.compile(
    "A[INO]|B[AIO]|CE|D[IU]|F[AU]|G[EU]|H[EU]|J[IU]|KE|L[IUV]|M[AIOU]|NI|OU|P[IU]|Q[IU]|RU|S[AU]|TU|WU|X[IU]|Y[EIU]|ZU"
)
_CJK_MARK = re.compile(rf"[{HAN}]")


def clean_name(cells: pl.Series) -> Cleaned:
    """Names as `person_name` gives them, and `other_name`, the romanised one of those written in both scripts."""
    values = plain(cells, person_name)
    changed = (values != cells).fill_null(False)
    if not changed.any():
        return Cleaned(values, beside={"other_name": nothing(cells)})
    rules = apply_rest(nothing(cells), changed, cells, lambda names: plain(names, lambda n: by_distinct(n, _rules)))
    others = apply_rest(nothing(cells), changed, cells, lambda names: plain(names, other_name))
    return Cleaned(values, rules, beside={"other_name": others})


def person_name(column: pl.Expr) -> pl.Expr:
    """A name as it is written on a card: `SMITH, ANN` -> `Ann Smith`, `张 三` -> `张三`, `Dr. Bo Lee, PhD` -> `Bo Lee`.

    Names in mixed case keep it, but for a surname in capitals (`Fang WANG`).
    """
    return by_distinct(column, lambda name: _stages(name)[-1][1])


def other_name(column: pl.Expr) -> pl.Expr:
    """The romanised name of one written in both scripts, else null: `王芳 (Fang Wang)` -> `Fang Wang`."""
    return by_distinct(column, lambda name: (_in_both_scripts(_width(name)) or (None, None))[1])


def full_name(surname: pl.Expr, given: pl.Expr) -> pl.Expr:
    """A name out of two columns in the order of its script; the one that is there where the other is missing."""
    chinese = surname.str.contains(f"^[{HAN}]+$") & given.str.contains(f"^[{HAN}]+$")
    joined = pl.when(chinese).then(surname + given).otherwise(given + pl.lit(" ") + surname)
    return pl.coalesce(joined, surname, given)


def person_core(column: pl.Expr) -> pl.Expr:
    """What a name is compared by: cleaned, in lower case, without titles, accents, punctuation and bracketed notes."""
    plain = folded(person_name(column)).str.replace_all(r"[(\[][^()\[\]]*[)\]]", " ")
    words = plain.str.replace_all(r"[.'’`·]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    bare = words.str.replace(rf"^(?:{_SALUTATIONS}) (.+)$", "${1}")
    return pl.when(bare == "").then(plain).otherwise(bare)


def _stages(name: str) -> list[tuple[str, str]]:
    """The name after each step that changed it, with the step's rule; steps are repeated until none changes it."""
    stages = [("", name)]
    for _ in range(_PASSES):
        before = stages[-1][1]
        for rule, step in _STEPS:
            after = step(stages[-1][1])
            if after != stages[-1][1]:
                stages.append((rule, after))
        if stages[-1][1] == before:
            break
    return stages


def _rules(name: str) -> str:
    return ", ".join(dict.fromkeys(rule for rule, _ in _stages(name)[1:]))


def _width(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


def _blanks(name: str) -> str:
    name = " ".join(name.split())
    if _HAN_NAME.match(name):
        return name.replace(" ", "")
    return name


def _in_both_scripts(name: str) -> tuple[str, str] | None:
    found = _BRACKETS.match(name)
    if found is None:
        return None
    chinese = [part for part in found.groups() if _HAN_NAME.match(part)]
    latin = [part for part in found.groups() if _LATIN_NAME.match(part) and not _CJK_MARK.search(part)]
    return (chinese[0].replace(" ", ""), " ".join(latin[0].split())) if chinese and latin else None


def _one_script(name: str) -> str:
    both = _in_both_scripts(name)
    return both[0] if both else name


def _without_titles(name: str) -> str:
    address = _ADDRESS.match(name)
    if address is not None and address[1] not in COMPOUND_SURNAMES:
        return address[1]
    bare = _DEGREE.sub("", _SALUTATION.sub("", name))
    return bare if len(_WORD.findall(bare)) > 1 else name


def _ordered(name: str) -> str:
    parts = _COMMA.match(name)
    if parts is None or _ONLY_SUFFIX.match(parts[2]) or not _WORD.search(parts[2]) or len(parts[1].split()) > 4:
        return name
    surname, given, suffix = parts.groups()
    if _HAN_NAME.match(surname) and _HAN_NAME.match(given):
        return surname + given
    return " ".join(filter(None, (given, surname, suffix)))


def _cased(name: str) -> str:
    letters = [letter for letter in name if letter.isalpha() and letter.lower() != letter.upper()]
    if len(letters) < 2 or "@" in name:
        return name
    if name.upper() == name or name.lower() == name:
        words = name.split(" ")
        return " ".join(_proper(word, first=not place) for place, word in enumerate(words))
    return " ".join(_surname_in_capitals(name.split(" ")))


def _proper(word: str, *, first: bool) -> str:
    if _PARTICLE.fullmatch(word) and not first:
        return word.lower()
    if _NUMERAL.fullmatch(word):
        return word.upper()
    return _WORD.sub(lambda part: _capitalised(part[0]), word.lower())


def _capitalised(part: str) -> str:
    if len(part) > 3 and part.startswith("mc"):
        return "Mc" + part[2:].capitalize()
    return part.capitalize()


def _surname_in_capitals(words: list[str]) -> list[str]:
    shouted = [word for word in words if word.isupper() and word.isalpha() and not _NUMERAL.fullmatch(word)]
    proper = any(word[:1].isupper() and word[1:].islower() for word in words)
    if not proper or len(shouted) != 1 or (len(shouted[0]) < 3 and not _SHORT_SURNAME.fullmatch(shouted[0])):
        return words
    return [word.capitalize() if word == shouted[0] else word for word in words]


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("width", _width),
    ("blanks", _blanks),
    ("two scripts", _one_script),
    ("title", _without_titles),
    ("order", _ordered),
    ("case", _cased),
)
