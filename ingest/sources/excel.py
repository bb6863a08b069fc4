"""Excel workbooks: every sheet is a table of its own; its header is the first row with content, titles left out."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ingest.sources import Layout, Limits, Sheet, SourceError, header_names
from ingest.sources.archive import check_size
from ingest.sources.columns import with_origin
from ingest.sources.text import encoding_of

__all__ = ["read"]

_FOR_PROGRAMS = "veryhidden"
"""Such a sheet cannot be seen in Excel; it holds what a program keeps for itself."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_CHUNK = 4 << 20
_TITLES = 5
_LONGEST_TAG = 4096
_SPARSE_CELLS = 5_000_000
_SPARSE_RATIO = 50
"""A sheet may have this many times as many places as cells, once it has more than _SPARSE_CELLS places."""


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The sheets of the workbook that have content. Raises SourceError where it is none, or unpacks too large."""
    import fastexcel

    _check(path, limits)
    try:
        workbook = fastexcel.read_excel(path)
        for name in workbook.sheet_names:
            sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            frame = _table(sheet.to_polars()) if sheet.visible != _FOR_PROGRAMS else None
            if frame is not None:
                yield Sheet(name, iter([frame]))
    except fastexcel.FastExcelError as error:
        raise SourceError("cannot be read as an Excel workbook: it is damaged or protected.") from error


def _check(path: Path, limits: Limits) -> None:
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLD_OFFICE:
        return
    if not zipfile.is_zipfile(path):
        encoding_of(path)
        raise SourceError("is text, not an Excel workbook.", "Give it the ending .csv, or save it as a workbook.")
    try:
        with zipfile.ZipFile(path) as archive:
            check_size(archive.infolist(), path.stat().st_size, limits)
            for entry in archive.infolist():
                if _SHEET.fullmatch(entry.filename):
                    _check_extent(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceError("is damaged: it is a workbook cut short.") from error


def _check_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a sheet with a cell so far off that the blanks before it would fill the memory."""
    columns: set[bytes] = set()
    cells = last = 0
    with archive.open(entry) as sheet:
        tail = b""
        while chunk := sheet.read(_CHUNK):
            text = tail + chunk
            found = _CELL.findall(text)
            columns.update(column for column, _ in found)
            cells += len(found)
            last = max(last, max((int(row) for _, row in found), default=0))
            tail = text[text.rfind(b"<") :][-_LONGEST_TAG:]
    width = max((_column_number(column) for column in columns), default=0)
    if last * width > _SPARSE_CELLS and last * width > _SPARSE_RATIO * cells:
        raise SourceError(
            f"has a sheet that spans {last:,} rows and {width:,} columns for {cells:,} cells.",
            "Delete the cells that lie far off, or save the sheet as CSV.",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _header_at(filled: pl.DataFrame) -> int:
    """The first row, or the one below titles: rows with one cell above one with at least three."""
    widths = filled.head(_TITLES + 1).select(
        pl.sum_horizontal(pl.exclude("_line").str.strip_chars().str.len_chars().fill_null(0) > 0)
    )
    first = next((place for place, width in enumerate(widths.to_series()) if width > 1), 0)
    return first if widths.item(first, 0) > 2 else 0


def _table(cells: pl.DataFrame) -> pl.DataFrame | None:
    cells = cells.with_columns(pl.all().cast(pl.String)).with_row_index("_line", 1)
    filled = cells.filter(pl.any_horizontal(pl.exclude("_line").str.strip_chars().str.len_chars() > 0))
    if filled.is_empty() or filled.width < 2:
        return None
    start = _header_at(filled)
    header, rows = filled.row(start)[1:], filled[start + 1 :]
    names = header_names(header)
    named = rows.rename(dict(zip(rows.columns[1:], names, strict=True))).with_columns(pl.col("_line").cast(pl.Int64))
    return with_origin(named)
