"""Which encoding a text file is in, and its lines, none of them longer than a limit.

Bytes that mean nothing in it become `_LOST`, a character that no text may have, and cost the rows that they are in.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import polars as pl

from ingest.sources import Limits, SourceError
from ingest.sources.charsets import usual_chinese

__all__ = ["encoding_of", "lines", "open_text", "with_losses"]

_CHUNK = 1 << 20
_LOST = "\ufdd0"
_MOST_LOST = 0.5
"""Share of lines with lost bytes from which a file is thought to be in another encoding."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOT_TEXT = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a SQLite database"),
)
_LOSSES = "guanxi.lost"
_UNKNOWN = (
    "is not in UTF-8, UTF-16 or GB18030.",
    "Save it as UTF-8, or name its encoding in a mapping's layout.",
)
_MARKUP = re.compile(rb"^\s*<(!doctype|html|\?xml)", re.IGNORECASE)


def encoding_of(path: Path, otherwise: str | None = None) -> str:
    """The file's encoding: a byte order mark's, else UTF-8, else GB18030, each confirmed over the whole file.

    A text that is none of these is in the encoding `otherwise`, where one is named, else in UTF-8 or GB18030 if that
    fits most of its lines. Raises SourceError for anything else, and for a file that is no text.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for magic, what in _NOT_TEXT:
        if head.startswith(magic):
            raise SourceError(f"is {what}, not text.", "Export it again in the format that its name says.")
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise SourceError("is a web page or XML, not a table.", "Export it as CSV or Excel.")
    marked = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)
    if marked is None and b"\x00" in head:
        raise SourceError("is not text: it has zero bytes.", "Export it as CSV in UTF-8.")
    usual = [marked] if marked else ["utf-8", "gb18030"] if usual_chinese(head) else ["utf-8"]
    shares = {}
    for encoding in usual:
        shares[encoding] = _share_lost(path, encoding)
        if shares[encoding] == 0:
            return encoding
    if otherwise is not None and not marked:
        return otherwise
    best = min(usual, key=lambda encoding: shares[encoding])
    if shares[best] >= _MOST_LOST:
        raise SourceError(*_UNKNOWN)
    return best


def open_text(path: Path, encoding: str | None, otherwise: str | None = None) -> TextIO:
    """The file as text, ends of lines as they are. Raises SourceError for an encoding that there is not."""
    try:
        return path.open(encoding=encoding or encoding_of(path, otherwise), errors=_LOSSES, newline="")
    except LookupError as error:
        raise SourceError(f"cannot be read as {encoding!r}: there is no such encoding.") from error


def lines(file: TextIO, limits: Limits) -> Iterator[str]:
    """The lines of a file. Raises SourceError at one that is too long, before it fills the memory."""
    number = 0
    limit = limits.line_characters
    while line := file.readline(limit):
        number += 1
        if len(line) >= limit and not line.endswith(("\n", "\r")):
            raise SourceError(
                f"line {number} is longer than {limit >> 20} MB.", "Is it a table? ingest.max_line_mb sets the limit."
            )
        yield line


def with_losses(table: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The frames of a table; rows that have lost bytes get a problem, and U+FFFD in their place.

    Raises SourceError where the header has lost some.
    """
    for frame in table:
        lost = frame["_raw"].str.contains(_LOST, literal=True)
        if any(_LOST in name for name in frame.columns):
            raise SourceError(*_UNKNOWN)
        if not lost.any():
            yield frame
            continue
        problem = pl.when(lost).then(
            pl.coalesce("_problem", pl.lit("has bytes that are no text in the file's encoding"))
        )
        yield frame.with_columns(problem.alias("_problem")).with_columns(
            pl.col(pl.String).str.replace_all(_LOST, "\ufffd", literal=True)
        )


def _share_lost(path: Path, encoding: str) -> float:
    """The share of lines with bytes that mean nothing in an encoding."""
    lost = count = 0
    with path.open(encoding=encoding, errors=_LOSSES, newline="") as file:
        while text := file.read(_CHUNK):
            if _LOST in text:
                lost += sum(_LOST in line for line in text.splitlines())
            count += text.count("\n")
    return lost / max(1, count)


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _LOST, error.end


codecs.register_error(_LOSSES, _mark)
