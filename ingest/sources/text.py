"""Which encoding a text file is in, and its lines, none of them longer than a limit."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ingest.sources import Limits, SourceError
from ingest.sources.charsets import usual_chinese

__all__ = ["encoding_of", "lines", "open_text"]

_CHUNK = 1 << 20
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
_MARKUP = re.compile(rb"^\s*<(!doctype|html|\?xml)", re.IGNORECASE)


def encoding_of(path: Path, otherwise: str | None = None) -> str:
    """The file's encoding: a byte order mark's, else UTF-8, else GB18030, each confirmed over the whole file.

    A text that is none of these is in the encoding `otherwise`, where one is named. Raises SourceError for anything
    else, and for a file that is no text.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for magic, what in _NOT_TEXT:
        if head.startswith(magic):
            raise SourceError(f"is {what}, not text.", "Export it again in the format that its name says.")
    if _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)):
        raise SourceError("is a web page or XML, not a table.", "Export it as CSV or Excel.")
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            _decode(path, encoding)
            return encoding
    if b"\x00" in head:
        raise SourceError("is not text: it has zero bytes.", "Export it as CSV in UTF-8.")
    try:
        _decode(path, "utf-8")
        return "utf-8"
    except SourceError:
        if not _usual_chinese(path):
            if otherwise is not None:
                return otherwise
            raise
        _decode(path, "gb18030")
        return "gb18030"


def open_text(path: Path, encoding: str | None, otherwise: str | None = None) -> TextIO:
    """The file as text, ends of lines as they are. Raises SourceError for an encoding that there is not."""
    try:
        return path.open(encoding=encoding or encoding_of(path, otherwise), newline="")
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


def _decode(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                read += len(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise SourceError(
                f"is not in UTF-8, UTF-16 or GB18030 (first seen near byte {read + error.start}).",
                "Save it as UTF-8, or name its encoding in a mapping's layout.",
            ) from error


def _usual_chinese(path: Path) -> bool:
    with path.open("rb") as file:
        return usual_chinese(file.read(_CHUNK))
