"""Typed columns to text, for formats that have types."""

from __future__ import annotations

import polars as pl

__all__ = ["as_text", "with_origin"]


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as the text that a CSV file would have: whole numbers without a point, times as ISO 8601."""
    return frame.select(_text(frame[name]) for name in frame.columns)


def with_origin(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `_raw` (the row as JSON) and an empty `_problem` to a frame of text and `_line`."""
    raw = pl.struct(pl.exclude("_line")).struct.json_encode().alias("_raw")
    return frame.with_columns(raw, pl.lit(None, pl.String).alias("_problem"))


def _text(column: pl.Series) -> pl.Series:
    dtype, name = column.dtype, column.name
    if isinstance(dtype, pl.List):
        return column.cast(pl.List(pl.String), strict=False).list.join(";")
    if isinstance(dtype, pl.Struct):
        return column.struct.json_encode()
    if dtype.is_float():
        whole = column.is_finite() & (column == column.round()) & (column.abs() < 1e15)
        frame = pl.DataFrame({name: column, "whole": whole})
        text = pl.when("whole").then(pl.col(name).cast(pl.Int64, strict=False).cast(pl.String))
        return frame.select(text.otherwise(pl.col(name).cast(pl.String)).alias(name))[name]
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("iso:strict")
    if dtype == pl.Binary:
        return column.bin.encode("base64")
    return column.cast(pl.String, strict=False)
