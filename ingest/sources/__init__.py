"""Files to tables of text: one reader a format, run in a child process with limits.

A reader yields `Sheet`s, each a stream of frames. All cells are text or null; three columns are added: `_line` (where
the row begins in its file, from 1), `_raw` (the row as it stood) and `_problem` (why it cannot be read, or null).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl

from guanxi.errors import GuanxiError

__all__ = ["ADDED", "Layout", "Limits", "Row", "Sheet", "SourceError", "frames", "header_names"]

ADDED = ("_line", "_raw", "_problem")
_FRAME_ROWS = 20_000
_MAX_COLUMNS = 2_000


class SourceError(GuanxiError):
    """A file that cannot be read: not what its name says, damaged, or too large."""


@dataclass(frozen=True)
class Limits:
    """What a file may need: bytes of unpacked content, characters of one line; `body_characters` of a mail's text
    are kept."""

    unpacked_bytes: int
    line_characters: int
    body_characters: int = 0


@dataclass(frozen=True)
class Layout:
    """What cannot be seen in a table itself: its `separator` (a character or `blanks`), column names, encoding.

    `otherwise` is the encoding of a file that is in none of the usual ones; lines before the one that the pattern
    `header` matches are notes.
    """

    separator: str | None = None
    columns: tuple[str, ...] = ()
    encoding: str | None = None
    otherwise: str | None = None
    header: str | None = None


@dataclass
class Sheet:
    """One table of a file; a workbook has several, named, the other formats one without a name."""

    name: str | None
    frames: Iterator[pl.DataFrame]


@dataclass(slots=True)
class Row:
    """One row as read: its first line, its text, its cells, and why it cannot be read, if so."""

    line: int
    raw: str
    cells: Sequence[str | None] = field(default=())
    problem: str | None = None


def header_names(cells: Iterable[str | None]) -> list[str]:
    """Column names from a header row: trimmed, none empty, none twice. Raises SourceError where there are too many."""
    names: list[str] = []
    taken = set(ADDED)
    for position, cell in enumerate(cells, 1):
        base = (cell or "").strip().lstrip("\ufeff") or f"column {position}"
        name, copy = base, 2
        while name in taken:
            name, copy = f"{base} {copy}", copy + 1
        taken.add(name)
        names.append(name)
    if len(names) > _MAX_COLUMNS:
        raise SourceError(f"has {len(names)} columns; at most {_MAX_COLUMNS} can be read.")
    return names


def frames(names: list[str], rows: Iterator[Row]) -> Iterator[pl.DataFrame]:
    """Rows under column names, as frames. A row with too many cells gets a problem, a short one nulls."""
    schema = dict.fromkeys(names, pl.String) | {"_line": pl.Int64, "_raw": pl.String, "_problem": pl.String}
    while chunk := list(islice(rows, _FRAME_ROWS)):
        fitted = [_fit(row, len(names)) for row in chunk]
        columns = dict(zip(names, zip(*fitted, strict=True), strict=True))
        added = {
            "_line": [row.line for row in chunk],
            "_raw": [row.raw for row in chunk],
            "_problem": [row.problem for row in chunk],
        }
        yield pl.DataFrame(columns | added, schema=schema)


def _fit(row: Row, width: int) -> Sequence[str | None]:
    cells = row.cells
    if len(cells) == width:
        return cells
    if len(cells) > width:
        if any(cells[width:]):
            row.problem = row.problem or f"has {len(cells)} values where the header has {width}"
        return cells[:width]
    return [*cells, *[None] * (width - len(cells))]


def suffix(path: Path) -> str:
    """The file's ending in lower case, without the dot; a file that is just called `mbox` counts as having that one."""
    return path.suffix.lower().removeprefix(".") or ("mbox" if path.name.lower() == "mbox" else "")
