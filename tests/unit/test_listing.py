"""Listings: tables that names cannot break, JSON as it is, CSV that a spreadsheet cannot run."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from cli.listing import Format, show

ROWS = [
    {"name": "=HYPERLINK(1)", "phone": "+49 30 1", "score": -0.5, "at": datetime(2024, 3, 5, tzinfo=UTC)},
    {"name": "王芳 [red]", "phone": "-12", "score": None, "at": None},
]
COLUMNS = {"name": "Name", "phone": "Phone", "score": "Score", "at": "At"}


def test_csv_cells_are_no_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.CSV)
    header, first, second = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == list(COLUMNS)
    assert first == ["'=HYPERLINK(1)", "'+49 30 1", "-0.5", "2024-03-05T00:00:00+00:00"]
    assert second == ["王芳 [red]", "-12", "", ""]


def test_table_shows_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"name": "王芳 [red]\x1b[31m"}], {"name": "Name"}, Format.TABLE)
    shown = capsys.readouterr().out
    assert "王芳 [red]" in shown
    assert "\x1b" not in shown


def test_json_is_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.JSON, document={"items": ROWS})
    assert json.loads(capsys.readouterr().out)["items"][1]["name"] == "王芳 [red]"
