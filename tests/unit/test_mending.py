"""Rows that were set aside go to a spreadsheet and come back as they were, but for what was changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanxi.errors import UsageError
from ingest.mending import changed_rows, mended_in, rows_as_csv

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8) | st.sampled_from(
    ["=1+1", "'=1", "-5", "@a"]
)


def _row(number: int, **cells: str | None) -> dict[str, object]:
    return {"id": number, "column": "name", "reason": "name is missing", "cells": cells}


def test_a_formula_cannot_run_and_comes_back_as_text(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(rows_as_csv([_row(1, name="=HYPERLINK(1)", city=None), _row(2, firm="Acme")]), encoding="utf-8")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["quarantine id,quarantine reason,name,city,firm", "1,name: name is missing,'=HYPERLINK(1),,"]
    assert mended_in(path)[1] == {"name": "=HYPERLINK(1)", "city": "", "firm": ""}


@settings(max_examples=30)
@given(cells=st.dictionaries(st.sampled_from(["a", "b", "名称"]), _TEXT, min_size=1))
def test_nothing_has_changed_until_somebody_changes_it(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("mended") / "rows.csv"
    path.write_text(rows_as_csv([_row(7, **cells)]), encoding="utf-8")
    assert changed_rows([_row(7, **cells)], mended_in(path)) == {}


def test_only_changed_cells_count_also_after_a_spreadsheet_has_saved_with_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("quarantine id;quarantine reason;name;city\n1;x;Ann;\n2;x;;Oslo\n", encoding="utf-8")
    rows = [_row(1, name=None, city=None), _row(2, name="", city="Oslo")]
    assert changed_rows(rows, mended_in(path)) == {1: {"name": "Ann"}}


@pytest.mark.parametrize("content", ["name,city\nAnn,Oslo\n", "quarantine id,name\nx,Ann\n", ""])
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError):
        mended_in(path)
