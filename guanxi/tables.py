"""Rows as text: for tables that people read, and as CSV that a spreadsheet cannot run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["text", "to_csv", "without_apostrophe"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], heading: Sequence[str] | None = None) -> str:
    """`columns` of the rows as CSV; text that would be a formula begins with an apostrophe.

    The first line is `heading`, or the columns' own names.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([_cell(name) for name in heading or columns])
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return written.getvalue()


def without_apostrophe(cell: str) -> str:
    """A cell of such a CSV as it was before an apostrophe kept it from being a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def text(value: Any) -> str:
    """A value of a listing in one line: nothing for None, lists separated by semicolons, times in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return "; ".join(text(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=text)
    for name in ("isoformat", "iso_format"):
        if hasattr(value, name):
            return str(getattr(value, name)())
    return str(value)


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    written = text(value)
    if written.startswith(_FORMULA) and not _is_number(written):
        return "'" + written
    return written


def _is_number(written: str) -> bool:
    try:
        float(written)
    except ValueError:
        return False
    return True
