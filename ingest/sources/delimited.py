"""CSV, TSV and their like: cells between separators, or between blanks."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ingest.sources import Layout, Limits, Row, Sheet, SourceError, frames, header_names
from ingest.sources.text import lines, open_text

__all__ = ["read"]

_SEPARATORS = (",", ";", "\t", "|")
_SNIFFED_LINES = 30
_MAX_CELL = 1 << 20


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The one table of a delimited file. Raises SourceError where the file is empty or cannot be read."""
    csv.field_size_limit(min(_MAX_CELL, limits.line_characters))
    with open_text(path, layout.encoding) as file:
        source = _Lines(lines(file, limits))
        rows = _blank_separated(source) if layout.separator == "blanks" else _separated(source, layout.separator)
        names = list(layout.columns) or _header(rows)
        yield Sheet(None, frames(names, rows))


class _Lines:
    """Lines that remember which of them the current row has taken, and can be put back."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._pending: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._pending.popleft() if self._pending else next(self._source)
        self.number += 1
        self.taken.append(line)
        return line

    def peek(self, count: int) -> list[str]:
        self._pending.extend(islice(self._source, max(0, count - len(self._pending))))
        return list(islice(self._pending, count))

    def keep_first(self) -> None:
        """Put back all lines that the current row took, but the first."""
        self._pending.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]

    def row(self, cells: list[str], problem: str | None = None) -> Row:
        made = Row(self.number - len(self.taken) + 1, "".join(self.taken).rstrip("\r\n"), cells, problem)
        self.taken.clear()
        return made


def _separated(source: _Lines, separator: str | None) -> Iterator[Row]:
    sample = source.peek(_SNIFFED_LINES)
    if sample and sample[0].lower().startswith("sep=") and len(sample[0].strip()) == 5:
        separator = next(source).strip()[4]
        source.taken.clear()
    separator = separator or _sniff(sample)
    reader = csv.reader(source, delimiter=separator, strict=True)
    width: int | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            source.keep_first()
            yield source.row([], f"cannot be split into cells: {error}")
            continue
        if width is not None and len(cells) > width:
            cells = _rejoined(cells, width, separator)
        row = source.row(cells)
        if any(cell and not cell.isspace() for cell in cells):
            width = width or len(cells)
            yield row


def _rejoined(cells: list[str], width: int, separator: str) -> list[str]:
    """The cells of a row that is too wide, where text such as `Main Street, 5` was written without quotation marks.

    A cell that begins with a blank is joined to the one before it, if that gives exactly the width of the header.
    """
    joined: list[str] = []
    for cell in cells:
        if joined and cell.startswith(" "):
            joined[-1] += separator + cell
        else:
            joined.append(cell)
    return joined if len(joined) == width else cells


def _blank_separated(source: _Lines) -> Iterator[Row]:
    for line in source:
        row = source.row(line.split())
        if row.cells:
            yield row


def _header(rows: Iterator[Row]) -> list[str]:
    first = next(rows, None)
    if first is None:
        raise SourceError("is empty.")
    if first.problem:
        raise SourceError(f"line {first.line} is no header: it {first.problem}.")
    return header_names(first.cells)


def _sniff(sample: list[str]) -> str:
    """The separator by which most lines have as many cells as the first, the most cells."""

    def fit(separator: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=separator) if cells]
        if not widths or widths[0] == 1:
            return (0, 0)
        return (sum(1 for width in widths if width == widths[0]), widths[0])

    return max(_SEPARATORS, key=fit)
