"""Rows that were set aside as a CSV file for a spreadsheet, and back."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from guanxi.errors import UsageError
from guanxi.tables import to_csv, without_apostrophe
from ingest.replay import Cells

__all__ = ["changed_rows", "mended_in", "rows_as_csv"]

_ID = "quarantine id"
_REASON = "quarantine reason"
_LARGEST_CELL = 1 << 24


def rows_as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows that were set aside as CSV: an id, the reason, then every cell under the name of its column.

    A spreadsheet shows formulas in them as text.
    """
    columns = list(dict.fromkeys(name for row in rows for name in row["cells"] or {}))
    flat = ({**(row["cells"] or {}), _ID: row["id"], _REASON: _reason(row)} for row in rows)
    return "\ufeff" + to_csv(flat, [_ID, _REASON, *columns])


def mended_in(path: Path) -> dict[int, Cells]:
    """The cells of each row of such a file, by id. Raises UsageError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            csv.field_size_limit(_LARGEST_CELL)
            separator = max(",;\t", key=file.readline().count)
            file.seek(0)
            reader = csv.DictReader(file, delimiter=separator)
            if _ID not in (reader.fieldnames or ()):
                raise UsageError(f"{path} has no column {_ID!r}.", "guanxi quarantine export writes such a file.")
            return {_number(row[_ID], path, reader.line_num): _cells(row) for row in reader if row[_ID]}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"{path} cannot be read as CSV: {error}.", "Save it from the spreadsheet as CSV in UTF-8."
        ) from error


def changed_rows(rows: Iterable[dict[str, Any]], mended: dict[int, Cells]) -> dict[int, Cells]:
    """Of the mended rows, those whose cells differ from the ones that are kept, with what has changed."""
    changed: dict[int, Cells] = {}
    for row in rows:
        before = row["cells"] or {}
        cells = {
            name: text
            for name, text in mended[row["id"]].items()
            if name in before and text != without_apostrophe(before[name] or "")
        }
        if cells:
            changed[row["id"]] = cells
    return changed


def _cells(row: dict[str, Any]) -> Cells:
    return {name: without_apostrophe(text or "") for name, text in row.items() if name not in (None, _ID, _REASON)}


def _number(text: str, path: Path, line: int) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"{path}, line {line}: {text!r} is not the id of a row.") from None


def _reason(row: dict[str, Any]) -> str:
    return f"{row['column']}: {row['reason']}" if row["column"] else str(row["reason"])
