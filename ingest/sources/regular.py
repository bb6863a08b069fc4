"""Many lines of a delimited file at once, where each of them is a row by itself and has as many cells as the header."""

from __future__ import annotations

import re

import polars as pl

__all__ = ["SEPARATORS", "cells", "classify"]

SEPARATORS = (",", ";", "\t", "|")

_BLANK = r"\s\x1c-\x1f"


def classify(text: str, separator: str, width: int, limit: int) -> pl.DataFrame | None:
    """The lines of a text as `_raw`, with whether they are `_regular` rows of `width` cells, or `_blank`.

    Lines that are neither must be read with care: they have quotation marks at odd places, fewer or more cells, or
    `limit` characters or more. None where the text has ends of lines other than LF and CR LF.
    """
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return None
    raw, mark = pl.col("_raw"), re.escape(separator)
    short = raw.str.len_chars() + 2 < limit
    filled = raw.str.contains(rf'[^{_BLANK}{mark}"]')
    bare, whole, unquoted = raw, pl.lit(True), pl.lit(True)
    if '"' in text:
        unquoted = ~raw.str.contains('"', literal=True)
        cell = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
        whole = unquoted | raw.str.contains(rf"^{cell}(?:{mark}{cell})*$")
        bare = raw.str.replace_all(r'"[^"]*"', "")
    found = bare.str.count_matches(separator, literal=True) + 1
    lines = pl.Series("_raw", [text.removesuffix("\n")]).str.split("\n").explode()
    return lines.to_frame().with_columns(
        (filled & (found == width) & whole & short).alias("_regular"),
        (~filled & (found <= width) & unquoted & short).alias("_blank"),
    )


def cells(lines: pl.Series, separator: str, names: list[str]) -> pl.DataFrame:
    """The cells of regular lines, as text; those between quotation marks without them."""
    header = separator.join(map(str, range(len(names))))  # so that no line of the file is taken for one
    text = pl.concat([pl.Series([header]), lines.rename("")]).str.join("\n")[0]
    frame = pl.read_csv(
        text.encode(),
        separator=separator,
        quote_char='"' if '"' in text else None,
        infer_schema=False,
        empty_string_is_null=False,
    )
    frame.columns = names
    return frame
