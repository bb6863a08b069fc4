"""How every listing is shown: a table for people, JSON as the web API gives it, CSV that a spreadsheet cannot run."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from guanxi.tables import text, to_csv
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
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, default=text) + "\n")
    elif format is Format.CSV:
        sys.stdout.write(to_csv(rows, list(columns)))
    else:
        _table(rows, columns)


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for key, heading in columns.items():
        numbers = any(isinstance(row.get(key), int | float) for row in rows)
        table.add_column(heading, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text(row.get(key)).translate(_CONTROLS)) for key in columns))
    output.print(table)
