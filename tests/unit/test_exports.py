"""Tables to take along: nothing in them is a formula, dates are dates."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

from openpyxl import load_workbook

from guanxi.tables import to_csv
from web.exports import to_excel

COLUMNS = {"name": "名称", "score": "Score", "at": "When", "on": "Day", "tags": "=Tags", "link": "Link"}
ROW = {
    "name": '=HYPERLINK("http://evil.example")',
    "score": 1.5,
    "at": "2025-06-30T09:30:00+02:00",
    "on": date(2025, 6, 30),
    "tags": ["@a", "b"],
    "link": "http://evil.example",
}


def test_cells_of_a_workbook_are_text_numbers_and_dates_never_formulas() -> None:
    odd = {"name": "王芳", "score": float("nan"), "at": "soon", "on": None, "tags": True, "link": 10**18}
    zoned = {"at": datetime(2025, 1, 2, 3, tzinfo=UTC), "on": "1850-01-01"}

    sheet = load_workbook(io.BytesIO(to_excel(COLUMNS, [ROW, odd, zoned], dates=("at", "on")))).active

    assert sheet is not None and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:F4"
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == list(COLUMNS.values())
    assert [cell.value for cell in rows[1]] == [
        ROW["name"],
        1.5,
        _plain("2025-06-30T07:30"),
        _plain("2025-06-30"),
        "@a; b",
        ROW["link"],
    ]
    assert [cell.value for cell in rows[2]] == ["王芳", None, "soon", None, True, str(10**18)]
    assert [cell.value for cell in rows[3]][2:4] == [_plain("2025-01-02T03:00"), "1850-01-01"]
    assert not any(cell.data_type == "f" or cell.hyperlink for row in rows for cell in row)
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


def test_csv_has_a_heading_of_its_own_that_is_no_formula_either() -> None:
    text = to_csv([ROW], ["name", "tags"], ["名称", "=Tags"])

    assert text.splitlines() == ["名称,'=Tags", '"\'=HYPERLINK(""http://evil.example"")",\'@a; b']


def _plain(moment: str) -> datetime:
    return datetime.fromisoformat(moment)
