"""Seniority: how high in their company somebody stands, by the words of their title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

__all__ = ["seniority"]


def seniority(titles: pl.Series, levels: Mapping[str, Sequence[str]]) -> pl.Series:
    """The name of the level of each title; null where there is no title.

    Parameters
    ----------
    titles
        Texts in any language.
    levels
        Words by level, the highest level first. A title is of the level of the longest word in it (so that a "vice
        president" is no "president"); Latin words are compared whole and without regard to case. A title without any
        of the words is of the last level.
    """
    lowest = list(levels)[-1]
    words = sorted(((word, level) for level, named in levels.items() for word in named), key=lambda item: -len(item[0]))
    known = titles.unique().drop_nulls().to_frame("title")
    found = [pl.when(pl.col("title").str.contains(_pattern(word))).then(pl.lit(level)) for word, level in words]
    known = known.with_columns(pl.coalesce(*found, pl.lit(lowest)).alias("level"))
    return titles.to_frame("title").join(known, on="title", how="left", maintain_order="left")["level"]


def _pattern(word: str) -> str:
    escaped = re.escape(word)
    return rf"(?i)\b{escaped}\b" if word.isascii() else escaped
