"""Tables to take along: CSV that a spreadsheet cannot run, and Excel in which no cell is a formula."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from flask import Response, request

from guanxi.tables import text, to_csv
from web import audit

__all__ = ["FORMATS", "asked_format", "download", "to_excel"]

FORMATS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""What ?format= may ask for, with its MIME type."""

_LONGEST_CELL = 32_767
_LARGEST_EXACT = 10**15
_MEASURED_ROWS = 500
_WIDTHS = (8, 60)


def asked_format() -> str | None:
    """The format that ?format= asks for; None where a page is wanted."""
    wanted = request.args.get("format", "")
    return wanted if wanted in FORMATS else None


def download(
    name: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]], *, dates: Collection[str] = ()
) -> Response:
    """The rows as the file `name.csv` or `name.xlsx`, as the address asks (CSV where it does not).

    Parameters
    ----------
    columns
        What each row's values are called in the heading, in order.
    dates
        Columns whose ISO 8601 text becomes a date of the spreadsheet; times are UTC.
    """
    kind = asked_format() or "csv"
    kept = list(rows)
    if kind == "xlsx":
        content = to_excel(columns, kept, dates)
    else:
        content = ("\ufeff" + to_csv(kept, list(columns), list(columns.values()))).encode()
    audit.record("export", name=request.endpoint, format=kind, rows=len(kept))
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return Response(content, mimetype=FORMATS[kind], headers={"Content-Disposition": disposition})


def to_excel(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]], dates: Collection[str] = ()) -> bytes:
    """The rows as a workbook: heading in bold and in sight, columns as wide as what they hold, filters."""
    from xlsxwriter import Workbook

    written = io.BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        styles: dict[type, Any] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        bold = book.add_format({"bold": True, "bottom": 1})
        widths = [_width(heading) for heading in columns.values()]
        for place, heading in enumerate(columns.values()):
            sheet.write_string(0, place, heading, bold)
        line = 0
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                value = _as_date(row.get(column)) if column in dates else row.get(column)
                _write(sheet, styles, line, place, value)
                if line <= _MEASURED_ROWS:
                    widths[place] = max(widths[place], _width(value))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 2, _WIDTHS[0]), _WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, line, len(columns) - 1)
    return written.getvalue()


def _write(sheet: Any, styles: Mapping[Any, Any], line: int, place: int, value: Any) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, int | float) and abs(value) <= _LARGEST_EXACT:
        sheet.write_number(line, place, value)
    elif isinstance(value, datetime):
        plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(line, place, plain, styles[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, styles[date])
    else:
        sheet.write_string(line, place, text(value)[:_LONGEST_CELL])


def _as_date(value: Any) -> Any:
    """ISO text as a date or time; anything else, and what spreadsheets have no number for, as it is."""
    if not isinstance(value, str):
        return value
    try:
        parsed = datetime.fromisoformat(value.split("[", 1)[0])
    except ValueError:
        return value
    if parsed.year < 1900:
        return value
    return parsed.date() if len(value) == len("2025-01-31") else parsed


def _width(value: Any) -> int:
    """How many letters wide a value is; Chinese ones count twice."""
    if isinstance(value, datetime):
        return len("2025-01-31 09:30")
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text(value)[: _WIDTHS[1]])
