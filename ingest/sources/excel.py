"""Excel workbooks: every sheet is a table of its own, its header the first row with content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ingest.sources import Layout, Limits, Sheet, SourceError, header_names
from ingest.sources.columns import with_origin
from ingest.sources.text import encoding_of

__all__ = ["read"]

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The sheets of the workbook that have content. Raises SourceError where it is none, or unpacks too large."""
    import fastexcel

    _check(path, limits)
    try:
        workbook = fastexcel.read_excel(path)
        for name in workbook.sheet_names:
            cells = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            frame = _table(cells)
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
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SourceError("is damaged: it is a workbook cut short.") from error
    if unpacked > limits.unpacked_bytes:
        raise SourceError(f"would unpack to {unpacked >> 20} MB.", "Save it as CSV.")


def _table(cells: pl.DataFrame) -> pl.DataFrame | None:
    cells = cells.with_columns(pl.all().cast(pl.String)).with_row_index("_line", 1)
    filled = cells.filter(pl.any_horizontal(pl.exclude("_line").str.strip_chars().str.len_chars() > 0))
    if filled.is_empty() or filled.width < 2:
        return None
    header, rows = filled.row(0)[1:], filled[1:]
    names = header_names(header)
    named = rows.rename(dict(zip(rows.columns[1:], names, strict=True))).with_columns(pl.col("_line").cast(pl.Int64))
    return with_origin(named)
