"""How every listing is shown: a table for people, JSON as the web API gives it, CSV that a spreadsheet cannot run."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from guanxi.terminal import output

__all__ = ["Format", "FormatOption", "show"]


class Format(StrEnum):
    """What a listing can be shown as."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="How to show the result.")]
"""The option that every listing takes; its default is Format.TABLE."""

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")


def show(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], format: Format, *, document: Any = None
) -> None:
    """Show `rows` on stdout.

    `columns` are the keys to show with their headings: in the table and, by key, in CSV. JSON shows
    `document`, the answer of the web API, where one is given, else the rows with all their keys.
    """
    if format is Format.JSON:
        found = rows if document is None else document
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, default=_text) + "\n")
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(key)) for key in columns] for row in rows)
    else:
        _table(rows, columns)


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for key, heading in columns.items():
        numbers = any(isinstance(row.get(key), int | float) for row in rows)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_text(row.get(key)).translate(_CONTROLS)) for key in columns))
    output.print(table)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=_text)
    for name in ("isoformat", "iso_format"):
        if hasattr(value, name):
            return str(getattr(value, name)())
    return str(value)


def _cell(value: Any) -> Any:
    """The value for CSV: text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = _text(value)
    if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(text):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
