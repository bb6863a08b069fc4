"""Parquet files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from ingest.sources import Layout, Limits, Sheet, SourceError, header_names
from ingest.sources.columns import as_text, with_origin
from ingest.sources.text import encoding_of

__all__ = ["read"]

_FRAME_ROWS = 20_000
_MAGIC = b"PAR1"


def read(path: Path, layout: Layout, limits: Limits) -> Iterator[Sheet]:
    """The one table of the file. Raises SourceError where it is no Parquet file, or cut short."""
    with path.open("rb") as file:
        head = file.read(4)
    if head != _MAGIC:
        encoding_of(path)
        raise SourceError("is text, not a Parquet file.")
    with _explained():
        table = pl.scan_parquet(path)
        names = header_names(table.collect_schema().names())
        rows = table.select(pl.len()).collect().item()
    yield Sheet(None, _frames(table, names, rows))


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise SourceError("cannot be read as Parquet: it is damaged or cut short.") from error


def _frames(table: pl.LazyFrame, names: list[str], rows: int) -> Iterator[pl.DataFrame]:
    for start in range(0, rows, _FRAME_ROWS):
        with _explained():
            frame = as_text(table.slice(start, _FRAME_ROWS).collect())
        frame.columns = names
        yield with_origin(frame.with_columns(_line=pl.int_range(start + 1, start + 1 + frame.height, dtype=pl.Int64)))
