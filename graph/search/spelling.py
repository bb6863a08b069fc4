"""What a name, an address or something typed is looked up by: its words, in both scripts, in one form.

Case, accents and width make no difference. A Chinese name can be found by any part of it that begins with one of its
characters, by its pinyin with or without spaces and in either order, and by the first letters of its syllables.
"""

from __future__ import annotations

import re

import polars as pl

from guanxi.pinyin import in_two, syllables

__all__ = ["folded", "of_addresses", "of_names", "words"]

_HAN = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORDS = rf"[{_HAN}]+|[\p{{L}}\p{{N}}--[{_HAN}]]+"
_ONLY_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_LONGEST_NAME = 4
"""Characters of the longest Chinese name of a person; a longer one is read as that of a company."""

_MOST_PARTS = 12


def folded(text: pl.Expr) -> pl.Expr:
    """The text without regard to case, accents and width."""
    bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}+", "").str.to_lowercase()
    return bare.str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def words(text: pl.Expr) -> pl.Expr:
    """The words of folded text: Chinese and other characters apart."""
    return text.str.extract_all(_WORDS)


def of_names(names: pl.Series) -> pl.DataFrame:
    """What names are found by: `name`, `token` and `short`, which is true for the initials of Chinese syllables."""
    parts = pl.DataFrame({"name": names.drop_nulls().unique()}).with_columns(
        words(folded(pl.col("name"))).alias("words")
    )
    joined, turned = pl.col("words").list.join(""), pl.col("words").list.reverse().list.join("")
    latin = parts.select("name", pl.concat_list("words", joined, turned).list.unique().alias("token")).explode("token")
    chinese = parts.select("name", "words").explode("words").filter(pl.col("words").str.contains(r"\p{Han}"))
    read = {run: _of_chinese(run) for run in chinese["words"].unique().to_list()}
    found = [(run, token, short) for run, tokens in read.items() for token, short in tokens]
    tokens = pl.DataFrame(found, schema={"words": pl.String, "token": pl.String, "short": pl.Boolean}, orient="row")
    return pl.concat(
        [
            latin.with_columns(pl.lit(value=False).alias("short")),
            chinese.join(tokens, on="words").select("name", "token", "short"),
        ]
    ).filter(pl.col("token") != "")


def of_addresses(emails: pl.Series) -> pl.DataFrame:
    """What e-mails are found by: `name`, the e-mail itself, and `token`, the whole and each of its words."""
    whole = folded(pl.col("name"))
    tokens = pl.concat_list(whole, words(whole)).list.unique()
    return pl.DataFrame({"name": emails.drop_nulls().unique()}).with_columns(tokens.alias("token")).explode("token")


def _of_chinese(run: str) -> list[tuple[str, bool]]:
    parts = [run[start:] for start in range(1, min(len(run), _MOST_PARTS))]
    if not _ONLY_HAN.fullmatch(run):
        return [(part, False) for part in parts]
    person = len(run) <= _LONGEST_NAME
    surname, given = in_two(run) if person else ([], syllables(run))
    read = [*surname, *given]
    parts += ["".join(read[start:]) for start in range(min(len(read), _MOST_PARTS))]
    if person:
        parts += ["".join(surname), "".join([*given, *surname])]
    initials = "".join(syllable[0] for syllable in read)
    return [*((part, False) for part in dict.fromkeys(parts)), (initials, True)]
