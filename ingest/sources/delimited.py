"""CSV, TSV and their like: cells between separators, or between blanks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from ingest.sources import Layout, Limits, Row, Sheet, SourceError, frames, header_names
from ingest.sources.lines import Lines
from ingest.sources.regular import SEPARATORS, cells, classify
from ingest.sources.text import open_text, with_losses

__all__ = ["read"]

_SNIFFED_LINES = 30
_MAX_CELL = 1 << 20


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The one table of a delimited file. Raises SourceError where the file is empty or cannot be read."""
    csv.field_size_limit(min(_MAX_CELL, limits.line_characters))
    with open_text(path, layout.encoding, layout.otherwise) as file:
        source = Lines(file, limits)
        if layout.header:
            _pass_notes(source, layout.header)
        if layout.separator == "blanks":
            rows = _blank_separated(source)
            yield Sheet(None, with_losses(frames(list(layout.columns) or _header(rows), rows)))
        else:
            table = _Separated(source, layout.separator, csv.field_size_limit())
            yield Sheet(None, with_losses(table.frames(list(layout.columns) or _header(table.rows))))


class _Separated:
    """Rows of cells between separators: lines that are regular by the block, the others one row at a time."""

    def __init__(self, source: Lines, separator: str | None, limit: int) -> None:
        sample = source.peek(_SNIFFED_LINES)
        if sample and sample[0].lower().startswith("sep=") and len(sample[0].strip()) == 5:
            separator = next(source).strip()[4]
            source.taken.clear()
        self._source = source
        self._separator = separator or _sniff([line[: limit // _SNIFFED_LINES] for line in sample])
        self._limit = limit
        self._width: int | None = None
        self.rows = self._careful()

    def frames(self, names: list[str]) -> Iterator[pl.DataFrame]:
        """All rows that are left, under these names."""
        if self._width is None:
            yield from frames(names, islice(self.rows, 1))
        if self._width != len(names) or self._separator not in SEPARATORS:
            yield from frames(names, self.rows)
            return
        while text := self._source.block():
            lines = classify(text, self._separator, len(names), self._limit)
            if lines is None:
                yield from frames(names, self._rows_until(self._source.number + self._source.put_back(text)))
            elif not (frame := self._mixed(text, lines, names)).is_empty():
                yield frame

    def _mixed(self, text: str, lines: pl.DataFrame, names: list[str]) -> pl.DataFrame:
        first = self._source.number + 1
        lines = lines.with_columns(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("_line"))
        odd = lines.filter(~pl.col("_regular") & ~pl.col("_blank"))["_line"].to_list()
        rows: list[Row] = []
        taken = np.zeros(lines.height, dtype=bool)
        if odd:
            self._source.put_back(text)
        for number in odd:
            if number > self._source.number:
                self._source.skip(number - 1 - self._source.number)
                rows += islice(self.rows, 1)
                taken[number - first : self._source.number + 1 - first] = True
        self._source.skip(max(0, first + lines.height - 1 - self._source.number))
        regular = lines.filter(pl.col("_regular") & ~pl.Series(taken))
        frame = cells(regular["_raw"], self._separator, names).with_columns(
            regular["_line"], regular["_raw"], pl.lit(None, pl.String).alias("_problem")
        )
        return pl.concat([frame, *frames(names, iter(rows))]).sort("_line") if rows else frame

    def _rows_until(self, number: int) -> Iterator[Row]:
        while self._source.number < number:
            yield from islice(self.rows, 1)

    def _careful(self) -> Iterator[Row]:
        source = self._source
        reader = csv.reader(source, delimiter=self._separator, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                source.keep_first()
                yield source.row([], f"cannot be split into cells: {error}")
                continue
            if self._width is not None and len(cells) > self._width:
                cells = _rejoined(cells, self._width, self._separator)
            row = source.row(cells)
            if any(cell and not cell.isspace() for cell in cells):
                self._width = self._width or len(cells)
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


def _blank_separated(source: Lines) -> Iterator[Row]:
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


def _pass_notes(source: Lines, header: str) -> None:
    """Pass over the lines before the one that the pattern `header` matches, if it is near."""
    sample = source.peek(_SNIFFED_LINES)
    begin = next((place for place, line in enumerate(sample) if re.match(header, line)), 0)
    for _ in range(begin):
        next(source)
    source.taken.clear()


def _sniff(sample: list[str]) -> str:
    """The separator by which most lines have as many cells as the first, the most cells."""

    def fit(separator: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=separator) if cells]
        if not widths or widths[0] == 1:
            return (0, 0)
        return (sum(1 for width in widths if width == widths[0]), widths[0])

    return max(SEPARATORS, key=fit)
